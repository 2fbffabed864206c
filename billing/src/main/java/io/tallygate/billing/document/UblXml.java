package io.tallygate.billing.document;

import io.tallygate.billing.invoice.SellerDetails;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An e-invoice as OASIS Universal Business Language 2.1.
final class UblXml {
    private static final String UBL = "urn:oasis:names:specification:ubl:schema:xsd:";

    private final EInvoice invoice;
    private final String currency;
    private final XmlText xml = new XmlText();

    private UblXml(EInvoice invoice) {
        this.invoice = invoice;
        this.currency = invoice.currency().getCurrencyCode();
    }

    static String of(EInvoice invoice) {
        return new UblXml(invoice).document();
    }

    private String document() {
        String kind = invoice.credit() ? "CreditNote" : "Invoice";
        xml.start(
                kind,
                "xmlns",
                UBL + kind + "-2",
                "xmlns:cac",
                UBL + "CommonAggregateComponents-2",
                "xmlns:cbc",
                UBL + "CommonBasicComponents-2");
        xml.leaf("cbc:CustomizationID", "urn:cen.eu:en16931:2017")
                .leaf("cbc:ID", invoice.number())
                .leaf("cbc:IssueDate", invoice.issuedOn().toString());
        if (!invoice.credit() && invoice.dueOn() != null) {
            xml.leaf("cbc:DueDate", invoice.dueOn().toString());
        }
        xml.leaf("cbc:" + kind + "TypeCode", invoice.credit() ? "381" : "380");
        if (invoice.note() != null) {
            xml.leaf("cbc:Note", invoice.note());
        }
        xml.leaf("cbc:DocumentCurrencyCode", currency);
        period(invoice.from(), invoice.to());
        if (invoice.preceding() != null) {
            xml.start("cac:BillingReference")
                    .start("cac:InvoiceDocumentReference")
                    .leaf("cbc:ID", invoice.preceding())
                    .end()
                    .end();
        }
        parties();
        payment();
        allowances();
        taxes();
        totals();
        int position = 0;
        for (EInvoice.Line line : invoice.lines()) {
            line(++position, line, kind);
        }
        return xml.end().toString();
    }

    private void parties() {
        SellerDetails details = invoice.seller().details();
        String vatId = invoice.notSubject() ? null : details.vatId();
        xml.start("cac:AccountingSupplierParty").start("cac:Party");
        if (details.email() != null) {
            xml.leaf("cbc:EndpointID", details.email(), "schemeID", "EM");
        }
        if (vatId == null) {
            String known = details.taxNumber() == null ? invoice.seller().name() : details.taxNumber();
            xml.start("cac:PartyIdentification").leaf("cbc:ID", known).end();
        }
        party(
                invoice.seller().name(),
                invoice.seller().address(),
                invoice.seller().country(),
                vatId);
        String country = invoice.buyer().country();
        xml.start("cac:AccountingCustomerParty").start("cac:Party");
        party(
                invoice.buyer().name(),
                invoice.buyer().address(),
                country == null ? invoice.seller().country() : country,
                invoice.notSubject() ? null : invoice.buyer().vatId());
    }

    private void party(String name, List<String> address, String country, @Nullable String vatId) {
        xml.start("cac:PostalAddress");
        if (!address.isEmpty()) {
            xml.leaf("cbc:StreetName", address.getFirst());
        }
        if (address.size() > 1) {
            xml.leaf("cbc:AdditionalStreetName", String.join(", ", address.subList(1, address.size())));
        }
        xml.start("cac:Country").leaf("cbc:IdentificationCode", country).end().end();
        if (vatId != null) {
            xml.start("cac:PartyTaxScheme").leaf("cbc:CompanyID", vatId);
            scheme();
            xml.end();
        }
        xml.start("cac:PartyLegalEntity").leaf("cbc:RegistrationName", name).end();
        xml.end().end();
    }

    private void payment() {
        SellerDetails details = invoice.seller().details();
        if (details.iban() == null) {
            return;
        }
        xml.start("cac:PaymentMeans").leaf("cbc:PaymentMeansCode", "58");
        if (invoice.credit() && invoice.dueOn() != null) {
            xml.leaf("cbc:PaymentDueDate", invoice.dueOn().toString());
        }
        xml.leaf("cbc:PaymentID", invoice.number());
        xml.start("cac:PayeeFinancialAccount").leaf("cbc:ID", details.iban());
        if (details.bic() != null) {
            xml.start("cac:FinancialInstitutionBranch")
                    .leaf("cbc:ID", details.bic())
                    .end();
        }
        xml.end().end();
    }

    private void allowances() {
        if (invoice.credit() && invoice.seller().details().iban() == null) {
            // BR-CO-25: something says when or how it is paid
            xml.start("cac:PaymentTerms").leaf("cbc:Note", "Credited").end();
        }
        for (EInvoice.Allowance allowance : invoice.allowances()) {
            xml.start("cac:AllowanceCharge")
                    .leaf(
                            "cbc:ChargeIndicator",
                            Boolean.toString(allowance.amount().signum() < 0))
                    .leaf("cbc:AllowanceChargeReason", allowance.reason());
            amount("cbc:Amount", allowance.amount().abs());
            xml.start("cac:TaxCategory");
            category(allowance.vat(), false);
            xml.end().end();
        }
    }

    private void taxes() {
        xml.start("cac:TaxTotal");
        amount("cbc:TaxAmount", invoice.taxTotal());
        for (EInvoice.Tax tax : invoice.taxes()) {
            xml.start("cac:TaxSubtotal");
            amount("cbc:TaxableAmount", tax.base());
            amount("cbc:TaxAmount", tax.amount());
            xml.start("cac:TaxCategory");
            category(tax.vat(), true);
            xml.end().end();
        }
        xml.end();
    }

    private void totals() {
        xml.start("cac:LegalMonetaryTotal");
        amount("cbc:LineExtensionAmount", invoice.lineTotal());
        amount("cbc:TaxExclusiveAmount", invoice.basis());
        amount("cbc:TaxInclusiveAmount", invoice.total());
        amount("cbc:AllowanceTotalAmount", invoice.allowanceTotal());
        amount("cbc:ChargeTotalAmount", invoice.chargeTotal());
        amount("cbc:PrepaidAmount", invoice.settled());
        amount("cbc:PayableAmount", invoice.due());
        xml.end();
    }

    private void line(int position, EInvoice.Line line, String kind) {
        xml.start("cac:" + kind + "Line").leaf("cbc:ID", Integer.toString(position));
        xml.leaf(
                invoice.credit() ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity",
                line.quantity().toPlainString(),
                "unitCode",
                "C62");
        amount("cbc:LineExtensionAmount", line.net());
        period(line.from(), line.to());
        xml.start("cac:Item").leaf("cbc:Name", line.name()).start("cac:ClassifiedTaxCategory");
        category(line.vat(), false);
        xml.end().end();
        xml.start("cac:Price");
        amount("cbc:PriceAmount", line.price());
        xml.end().end();
    }

    private void category(EInvoice.Vat vat, boolean reason) {
        xml.leaf("cbc:ID", vat.category());
        if (vat.percent() != null) {
            xml.leaf("cbc:Percent", vat.percent().toPlainString());
        }
        if (reason && vat.reason() != null) {
            xml.leaf("cbc:TaxExemptionReason", vat.reason());
        }
        scheme();
    }

    private void scheme() {
        xml.start("cac:TaxScheme").leaf("cbc:ID", "VAT").end();
    }

    private void period(LocalDate from, LocalDate to) {
        xml.start("cac:InvoicePeriod")
                .leaf("cbc:StartDate", from.toString())
                .leaf("cbc:EndDate", to.toString())
                .end();
    }

    private void amount(String name, BigDecimal amount) {
        xml.leaf(name, amount.toPlainString(), "currencyID", currency);
    }
}
