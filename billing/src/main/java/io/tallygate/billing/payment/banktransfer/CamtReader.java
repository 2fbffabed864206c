package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.payment.banktransfer.StatementRefused.Reason;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads CAMT.053, the account statement of ISO 20022, in any of its versions. A document type is refused before any
/// entity in it could mean something; depth, elements and texts are bounded; nothing is ever fetched.
final class CamtReader {
    /// Deepest element; the standard's own are about a dozen deep.
    static final int MAX_DEPTH = 40;

    /// Longest text of one element.
    static final int MAX_TEXT = 10_000;

    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.";

    private final byte[] file;
    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final List<StatementEntry> entries = new ArrayList<>();
    private final EntryIdentity identities = new EntryIdentity();
    private String account = "";
    private int pending;
    private @Nullable CamtEntry entry;

    CamtReader(byte[] file) {
        this.file = file;
    }

    Statement read() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(file));
            try {
                while (reader.hasNext()) {
                    take(reader, reader.next());
                }
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw new StatementRefused(Reason.MALFORMED, "line " + line);
        }
        return new Statement("camt.053", account, entries, pending);
    }

    private void take(XMLStreamReader reader, int event) {
        switch (event) {
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.ENTITY_DECLARATION ->
                throw new StatementRefused(Reason.MALFORMED, "a document type, or an entity of one");
            case XMLStreamConstants.START_ELEMENT -> begin(reader);
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                if (text.length() + reader.getTextLength() > MAX_TEXT) {
                    throw new StatementRefused(Reason.MALFORMED, "a text of more than " + MAX_TEXT + " characters");
                }
                text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
            }
            case XMLStreamConstants.END_ELEMENT -> end();
            default -> {}
        }
    }

    private void begin(XMLStreamReader reader) {
        if (path.isEmpty()) {
            String namespace = reader.getNamespaceURI();
            if (namespace == null || !namespace.startsWith(NAMESPACE)) {
                throw new StatementRefused(Reason.UNKNOWN_FORMAT, "XML, but no CAMT.053");
            }
        }
        path.addLast(reader.getLocalName());
        if (path.size() > MAX_DEPTH) {
            throw new StatementRefused(Reason.MALFORMED, "elements deeper than " + MAX_DEPTH);
        }
        text.setLength(0);
        String inside = inside();
        if (inside.equals("Ntry")) {
            entry = new CamtEntry();
        }
        if (entry != null) {
            entry.begin(inside, reader.getAttributeValue(null, "Ccy"));
        }
    }

    private void end() {
        String inside = inside();
        String value = text.toString().strip();
        text.setLength(0);
        CamtEntry open = entry;
        if (open != null) {
            open.end(inside, value);
            if (inside.equals("Ntry")) {
                finish(open);
                entry = null;
            }
        } else if (inside.equals("Acct/Id/IBAN")) {
            if (!account.isEmpty() && !account.equals(value)) {
                throw new StatementRefused(Reason.MALFORMED, "statements of several accounts");
            }
            account = value;
        }
        path.removeLast();
    }

    private void finish(CamtEntry open) {
        if (!open.isBooked()) {
            pending++;
            return;
        }
        entries.addAll(open.entries(account, identities));
        if (entries.size() > StatementReader.MAX_ENTRIES) {
            throw new StatementRefused(Reason.TOO_MANY_ENTRIES, "at most " + StatementReader.MAX_ENTRIES);
        }
    }

    /// The path below `Document/BkToCstmrStmt/Stmt`.
    private String inside() {
        String all = String.join("/", path);
        String statement = "Document/BkToCstmrStmt/Stmt/";
        return all.startsWith(statement) ? all.substring(statement.length()) : "";
    }
}
