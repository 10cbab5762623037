from . import stock_picking
from . import support_customer_history
from . import support_document_finder
from . import support_ticket_reply_documents
