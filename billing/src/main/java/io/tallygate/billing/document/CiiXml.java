package io.tallygate.billing.document;

import io.tallygate.billing.invoice.SellerDetails;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An e-invoice as UN/CEFACT Cross Industry Invoice (D16B), which is what Factur-X puts inside of a PDF.
final class CiiXml {
    private static final String NORM = "urn:cen.eu:en16931:2017";
    private static final String UNECE = "urn:un:unece:uncefact:data:standard:";

    private final EInvoice invoice;
    private final XmlText xml = new XmlText();

    private CiiXml(EInvoice invoice) {
        this.invoice = invoice;
    }

    static String of(EInvoice invoice) {
        return new CiiXml(invoice).document();
    }

    private String document() {
        xml.start(
                "rsm:CrossIndustryInvoice",
                "xmlns:rsm",
                UNECE + "CrossIndustryInvoice:100",
                "xmlns:ram",
                UNECE + "ReusableAggregateBusinessInformationEntity:100",
                "xmlns:udt",
                UNECE + "UnqualifiedDataType:100");
        xml.start("rsm:ExchangedDocumentContext")
                .start("ram:GuidelineSpecifiedDocumentContextParameter")
                .leaf("ram:ID", NORM)
                .end()
                .end();
        xml.start("rsm:ExchangedDocument")
                .leaf("ram:ID", invoice.number())
                .leaf("ram:TypeCode", invoice.credit() ? "381" : "380");
        date("ram:IssueDateTime", invoice.issuedOn());
        if (invoice.note() != null) {
            xml.start("ram:IncludedNote").leaf("ram:Content", invoice.note()).end();
        }
        xml.end().start("rsm:SupplyChainTradeTransaction");
        int position = 0;
        for (EInvoice.Line line : invoice.lines()) {
            line(++position, line);
        }
        parties();
        xml.start("ram:ApplicableHeaderTradeDelivery").end();
        settlement();
        return xml.end().end().toString();
    }

    private void line(int position, EInvoice.Line line) {
        xml.start("ram:IncludedSupplyChainTradeLineItem");
        xml.start("ram:AssociatedDocumentLineDocument")
                .leaf("ram:LineID", Integer.toString(position))
                .end();
        xml.start("ram:SpecifiedTradeProduct").leaf("ram:Name", line.name()).end();
        xml.start("ram:SpecifiedLineTradeAgreement")
                .start("ram:NetPriceProductTradePrice")
                .leaf("ram:ChargeAmount", plain(line.price()))
                .end()
                .end();
        xml.start("ram:SpecifiedLineTradeDelivery")
                .leaf("ram:BilledQuantity", plain(line.quantity()), "unitCode", "C62")
                .end();
        xml.start("ram:SpecifiedLineTradeSettlement");
        xml.start("ram:ApplicableTradeTax").leaf("ram:TypeCode", "VAT");
        category(line.vat());
        xml.end();
        period(line.from(), line.to());
        xml.start("ram:SpecifiedTradeSettlementLineMonetarySummation")
                .leaf("ram:LineTotalAmount", plain(line.net()))
                .end();
        xml.end().end();
    }

    private void parties() {
        SellerDetails details = invoice.seller().details();
        String sellerVat = invoice.notSubject() ? null : details.vatId();
        xml.start("ram:ApplicableHeaderTradeAgreement");
        xml.start("ram:SellerTradeParty");
        if (sellerVat == null) {
            // a seller is told by one of three numbers (BR-CO-26); without a VAT id by its own number or its name
            String known = details.taxNumber() == null ? invoice.seller().name() : details.taxNumber();
            xml.leaf("ram:ID", known);
        }
        xml.leaf("ram:Name", invoice.seller().name());
        address(invoice.seller().address(), invoice.seller().country());
        if (details.email() != null) {
            xml.start("ram:URIUniversalCommunication")
                    .leaf("ram:URIID", details.email(), "schemeID", "EM")
                    .end();
        }
        if (details.taxNumber() != null && !invoice.notSubject()) {
            registration(details.taxNumber(), "FC");
        }
        registration(sellerVat, "VA");
        xml.end();
        xml.start("ram:BuyerTradeParty").leaf("ram:Name", invoice.buyer().name());
        String country = invoice.buyer().country();
        address(invoice.buyer().address(), country == null ? invoice.seller().country() : country);
        registration(invoice.notSubject() ? null : invoice.buyer().vatId(), "VA");
        xml.end().end();
    }

    private void registration(@Nullable String number, String scheme) {
        if (number != null) {
            xml.start("ram:SpecifiedTaxRegistration")
                    .leaf("ram:ID", number, "schemeID", scheme)
                    .end();
        }
    }

    private void address(List<String> lines, String country) {
        List<String> names = List.of("ram:LineOne", "ram:LineTwo", "ram:LineThree");
        xml.start("ram:PostalTradeAddress");
        for (int index = 0; index < Math.min(lines.size(), names.size()); index++) {
            // the rest goes into the last line there is
            String text = index == names.size() - 1
                    ? String.join(", ", lines.subList(index, lines.size()))
                    : lines.get(index);
            if (!text.isBlank()) {
                xml.leaf(names.get(index), text);
            }
        }
        xml.leaf("ram:CountryID", country).end();
    }

    private void settlement() {
        SellerDetails details = invoice.seller().details();
        String currency = invoice.currency().getCurrencyCode();
        xml.start("ram:ApplicableHeaderTradeSettlement")
                .leaf("ram:PaymentReference", invoice.number())
                .leaf("ram:InvoiceCurrencyCode", currency);
        if (details.iban() != null) {
            xml.start("ram:SpecifiedTradeSettlementPaymentMeans").leaf("ram:TypeCode", "58");
            xml.start("ram:PayeePartyCreditorFinancialAccount")
                    .leaf("ram:IBANID", details.iban())
                    .end();
            if (details.bic() != null) {
                xml.start("ram:PayeeSpecifiedCreditorFinancialInstitution")
                        .leaf("ram:BICID", details.bic())
                        .end();
            }
            xml.end();
        }
        for (EInvoice.Tax tax : invoice.taxes()) {
            xml.start("ram:ApplicableTradeTax")
                    .leaf("ram:CalculatedAmount", plain(tax.amount()))
                    .leaf("ram:TypeCode", "VAT");
            if (tax.vat().reason() != null) {
                xml.leaf("ram:ExemptionReason", tax.vat().reason());
            }
            xml.leaf("ram:BasisAmount", plain(tax.base()));
            category(tax.vat());
            xml.end();
        }
        period(invoice.from(), invoice.to());
        for (EInvoice.Allowance allowance : invoice.allowances()) {
            xml.start("ram:SpecifiedTradeAllowanceCharge");
            xml.start("ram:ChargeIndicator")
                    .leaf("udt:Indicator", Boolean.toString(allowance.amount().signum() < 0))
                    .end();
            xml.leaf("ram:ActualAmount", plain(allowance.amount().abs())).leaf("ram:Reason", allowance.reason());
            xml.start("ram:CategoryTradeTax").leaf("ram:TypeCode", "VAT");
            category(allowance.vat());
            xml.end().end();
        }
        if (invoice.dueOn() != null) {
            xml.start("ram:SpecifiedTradePaymentTerms");
            date("ram:DueDateDateTime", invoice.dueOn());
            xml.end();
        }
        xml.start("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
                .leaf("ram:LineTotalAmount", plain(invoice.lineTotal()))
                .leaf("ram:ChargeTotalAmount", plain(invoice.chargeTotal()))
                .leaf("ram:AllowanceTotalAmount", plain(invoice.allowanceTotal()))
                .leaf("ram:TaxBasisTotalAmount", plain(invoice.basis()))
                .leaf("ram:TaxTotalAmount", plain(invoice.taxTotal()), "currencyID", currency)
                .leaf("ram:GrandTotalAmount", plain(invoice.total()))
                .leaf("ram:TotalPrepaidAmount", plain(invoice.settled()))
                .leaf("ram:DuePayableAmount", plain(invoice.due()))
                .end();
        if (invoice.preceding() != null) {
            xml.start("ram:InvoiceReferencedDocument")
                    .leaf("ram:IssuerAssignedID", invoice.preceding())
                    .end();
        }
        xml.end();
    }

    private void category(EInvoice.Vat vat) {
        xml.leaf("ram:CategoryCode", vat.category());
        if (vat.percent() != null) {
            xml.leaf("ram:RateApplicablePercent", plain(vat.percent()));
        }
    }

    private void period(LocalDate from, LocalDate to) {
        xml.start("ram:BillingSpecifiedPeriod");
        date("ram:StartDateTime", from);
        date("ram:EndDateTime", to);
        xml.end();
    }

    private void date(String name, LocalDate date) {
        xml.start(name)
                .leaf("udt:DateTimeString", DateTimeFormatter.BASIC_ISO_DATE.format(date), "format", "102")
                .end();
    }

    private static String plain(BigDecimal amount) {
        return amount.toPlainString();
    }
}
