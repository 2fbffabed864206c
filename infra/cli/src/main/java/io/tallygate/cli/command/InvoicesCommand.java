package io.tallygate.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.cli.Surroundings;
import io.tallygate.cli.api.Answer;
import io.tallygate.cli.output.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Issued invoices.
@Command(name = "invoices", description = "Issued invoices.", mixinStandardHelpOptions = true)
public final class InvoicesCommand implements Runnable {
    private final Surroundings around;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public InvoicesCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name one: list or show.");
    }

    @Command(name = "list", description = "Newest first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Connection connection,
            @Mixin Printing printing,
            @Option(names = "--consumer", paramLabel = "ID", description = "Only this one's.") @Nullable
                    String consumer,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "At most so many; 50 when left out.")
                    int limit)
            throws IOException, InterruptedException {
        if (limit < 1) {
            throw new WrongUsage("--limit is at least 1.");
        }
        String path = connection.tenantPath() + "/invoices"
                + new Query().and("consumer", consumer).text();
        printing.print(Lists.upTo(connection.api(), path, limit), invoices -> {
            var table = new Table("ID", "NUMBER", "ISSUED", "BUYER", "TOTAL");
            invoices.path("items")
                    .forEach(invoice -> table.row(
                            invoice.path("id").asText(),
                            invoice.path("number").asText(),
                            invoice.path("issuedOn").asText(),
                            invoice.path("buyer").asText(),
                            money(invoice.path("total"))));
            return table;
        });
        return 0;
    }

    @Command(name = "show", description = "One invoice, line by line.", mixinStandardHelpOptions = true)
    int show(
            @Mixin Connection connection,
            @Mixin Printing printing,
            @Parameters(paramLabel = "ID", description = "As list says it.") String id,
            @Option(
                            names = "--pdf",
                            paramLabel = "FILE",
                            description = "Write the document there instead, after checking its digest.")
                    @Nullable
                    Path pdf)
            throws IOException, InterruptedException {
        String path = connection.tenantPath() + "/invoices/" + Connection.encoded(id);
        if (pdf != null) {
            Answer document = connection.api().get(path + ".pdf", "application/pdf");
            mustBeWhatWasIssued(document);
            Files.write(pdf, document.body());
            around.out().println("Wrote " + pdf + " (" + document.body().length + " bytes, digest checked).");
            return 0;
        }
        printing.printText(connection.api().get(path), invoice -> {
            var lines = new Table("PRODUCT", "PLAN", "FROM", "TO", "QUANTITY", "UNIT PRICE", "AMOUNT");
            invoice.path("lines")
                    .forEach(line -> lines.row(
                            line.path("product").asText(),
                            line.path("plan").asText(),
                            line.at("/period/from").asText(),
                            line.at("/period/to").asText(),
                            line.path("quantity").asText(),
                            money(line.path("unitPrice")),
                            money(line.path("amount"))));
            return "%s of %s, for %s%n%stotal %s%n"
                    .formatted(
                            invoice.path("number").asText(),
                            invoice.path("issuedOn").asText(),
                            Table.plain(invoice.at("/buyer/name").asText()),
                            lines.text(printing.colours()),
                            money(invoice.path("total")));
        });
        return 0;
    }

    /// RFC 9530: the portal has kept the digest since the invoice was issued.
    private static void mustBeWhatWasIssued(Answer document) throws IOException {
        try {
            String digest = "sha-256=:"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(document.body()))
                    + ":";
            if (!digest.equals(document.header("Repr-Digest"))) {
                throw new IOException("The document that came is not the one that was issued: its digest differs.");
            }
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String money(JsonNode money) {
        return money.path("amount").asText() + " " + money.path("currency").asText();
    }
}
