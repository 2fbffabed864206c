package io.tallygate.portal.invoice.web;

import jakarta.ws.rs.core.Response;

/// An e-invoice over HTTP, to be kept and not to be shown.
final class XmlAnswer {
    private XmlAnswer() {}

    static Response of(byte[] xml) {
        return Response.ok(xml, "application/xml")
                .header("Content-Disposition", "attachment; filename=\"invoice.xml\"")
                .build();
    }
}
