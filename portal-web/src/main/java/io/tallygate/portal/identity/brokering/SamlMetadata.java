package io.tallygate.portal.identity.brokering;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.portal.input.WrongInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Reads the metadata of one SAML identity provider (SAML V2.0 Metadata). A document type is refused before anything of
/// it is looked at, so there are no entities, inside or outside, and nothing is ever fetched.
final class SamlMetadata {
    private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String SIGNATURES = "http://www.w3.org/2000/09/xmldsig#";
    private static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    private static final int MOST_CERTIFICATES = 5;
    private static final int LONGEST_ENTITY_ID = 1_024;

    private SamlMetadata() {}

    /// @param pointer  of the member that a refusal is told at
    static ProviderSettings.Saml read(String text, String pointer) {
        Element root = root(text, pointer);
        if (!is(root, METADATA, "EntityDescriptor")) {
            throw new WrongInput(pointer, because("Not the metadata of one SAML entity."));
        }
        String entity = root.getAttribute("entityID").strip();
        Element provider = children(root, METADATA, "IDPSSODescriptor").stream()
                .findFirst()
                .orElseThrow(() -> new WrongInput(pointer, because("This entity is no identity provider.")));
        String signOn = children(provider, METADATA, "SingleSignOnService").stream()
                .filter(service -> service.getAttribute("Binding").equals(POST))
                .map(service -> service.getAttribute("Location").strip())
                .findFirst()
                .orElseThrow(
                        () -> new WrongInput(pointer, because("There is no sign-on service that takes HTTP-POST.")));
        if (entity.isEmpty() || entity.length() > LONGEST_ENTITY_ID || (entity + signOn).contains("${")) {
            throw new WrongInput(pointer, because("The entity’s name or address cannot be used."));
        }
        List<String> certificates = certificates(provider, pointer);
        if (certificates.isEmpty()) {
            throw new WrongInput(pointer, because("There is no certificate to check its signatures with."));
        }
        return new ProviderSettings.Saml(entity, signOn, certificates);
    }

    private static Element root(String text, String pointer) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // says nothing on the server's console
            builder.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("nothing is fetched");
            });
            return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        } catch (SAXException | IOException malformed) {
            throw new WrongInput(pointer, because("Not well-formed XML, or with a document type, which is not taken."));
        }
    }

    /// Those for signing; one without a use is for both.
    private static List<String> certificates(Element provider, String pointer) {
        List<String> certificates = new ArrayList<>();
        for (Element key : children(provider, METADATA, "KeyDescriptor")) {
            if (key.getAttribute("use").equals("encryption")) {
                continue;
            }
            for (Element info : children(key, SIGNATURES, "KeyInfo")) {
                for (Element data : children(info, SIGNATURES, "X509Data")) {
                    for (Element one : children(data, SIGNATURES, "X509Certificate")) {
                        certificates.add(certificate(one.getTextContent())
                                .orElseThrow(
                                        () -> new WrongInput(pointer, because("A certificate in it cannot be read."))));
                    }
                }
            }
        }
        if (certificates.size() > MOST_CERTIFICATES) {
            throw new WrongInput(pointer, because("More than {0} certificates.", MOST_CERTIFICATES));
        }
        return certificates;
    }

    private static Optional<String> certificate(String text) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text);
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
            return Optional.of(Base64.getEncoder().encodeToString(bytes));
        } catch (CertificateException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static List<Element> children(Element parent, String namespace, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && is(element, namespace, name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }
}
