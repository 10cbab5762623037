"""How the text of a message is shown to a customer, without a database.

Stored texts are sanitised already. Shown in a page with a log-in they must also not
fetch anything from elsewhere, and not look like a part of the page.
"""

import re

from lxml import etree, html

_REMOVED_ATTRIBUTES = ("class", "id", "name", "background", "srcset", "poster", "ping")
_LOCAL_PICTURE = re.compile(
    r"^(?:/web/image/\d|data:image/(?:png|gif|jpe?g|webp|bmp);base64,)", re.IGNORECASE
)
_SAFE_LINK = re.compile(r"^(?:https?|mailto|tel):", re.IGNORECASE)
_FETCHING_TAGS = ("audio", "embed", "iframe", "object", "source", "track", "video")
# Text of any size is shown; a mail that is only markup is not.
_MAX_LENGTH = 1_000_000


def prepare_for_display(body: str) -> str:
    """Return the text without remote pictures, borrowed styles and odd links.

    :param str body: sanitised HTML as it is stored
    """
    if not body or not body.strip():
        return ""
    try:
        root = html.fragment_fromstring(body[:_MAX_LENGTH], create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    for element in list(root.iter(etree.Element)):
        _make_harmless(element)
    return html.tostring(root, encoding="unicode")


def _make_harmless(element):
    if element.tag in _FETCHING_TAGS:
        element.drop_tree()
        return
    for name in _REMOVED_ATTRIBUTES:
        element.attrib.pop(name, None)
    if "url(" in element.get("style", "").replace(" ", "").lower():
        del element.attrib["style"]
    if element.tag == "img" and not _LOCAL_PICTURE.match(element.get("src", "")):
        _replace_by_alternative(element)
    elif element.tag == "a":
        _make_link_harmless(element)


def _replace_by_alternative(picture):
    """Leave the picture's own words in its place."""
    picture.tail = f"{picture.get('alt', '')}{picture.tail or ''}"
    picture.drop_tree()


def _make_link_harmless(link):
    if not _SAFE_LINK.match(link.get("href", "").strip()):
        link.attrib.pop("href", None)
        return
    link.set("target", "_blank")
    link.set("rel", "noopener noreferrer nofollow")
