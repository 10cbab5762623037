import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const BAR = ".o_support_blocked_pictures";
const MAIL = ".o_support_message_received .o-mail-Message-body";

function getPictureAddresses() {
    const mail = [...document.querySelectorAll(".o-mail-Message-body div")];
    const roots = mail.map((element) => element.shadowRoot).filter(Boolean);
    return roots.flatMap((root) => [...root.querySelectorAll("img[src]")]);
}

function openMail() {
    return [
        {
            content: "The mail says that it has pictures which are not shown",
            trigger: `${BAR}:contains(2 pictures from elsewhere)`,
        },
        {
            content: "None of them has an address that a browser would fetch",
            trigger: MAIL,
            run() {
                if (getPictureAddresses().length) {
                    throw new Error("A picture is fetched without being asked for.");
                }
            },
        },
    ];
}

tours.add("support_pictures_stay_away", {steps: () => openMail()});

tours.add("support_pictures_are_shown", {
    steps: () => [
        ...openMail(),
        {
            content: "The button can be reached and pressed with the keyboard",
            trigger: `${BAR} button:contains(Show Pictures)`,
            run() {
                this.anchor.focus();
                if (document.activeElement !== this.anchor) {
                    throw new Error("The button takes no focus.");
                }
                this.anchor.click();
            },
        },
        {
            content: "There is nothing left to show",
            trigger: `body:not(:has(${BAR}))`,
        },
        {
            content: "Both pictures were asked for, without telling where from",
            trigger: MAIL,
            run() {
                const pictures = getPictureAddresses();
                const isQuiet = (picture) => picture.referrerPolicy === "no-referrer";
                if (pictures.length !== 2 || !pictures.every(isQuiet)) {
                    throw new Error("The pictures are not shown as promised.");
                }
            },
        },
    ],
});
