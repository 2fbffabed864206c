package io.tallygate.portal.lifecycle.erase;

import io.tallygate.billing.invoice.InvoiceNumber;
import io.tallygate.metering.meter.TenantId;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Invoices of tenants that are no more, for the operator alone.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class RetainedInvoices {
    @Resource(lookup = "jdbc/operator", shareable = false)
    private DataSource operator;

    /// @param number  as it stands on the invoice
    /// @param total   with the currency's decimals
    public record Retained(
            UUID id,
            String number,
            LocalDate issuedOn,
            LocalDate retainUntil,
            String buyer,
            String total,
            String currency,
            String fileName,
            String sha256) {}

    /// To the byte as it was issued.
    @SuppressWarnings("ArrayRecordComponent") // handed out once, never compared
    public record Document(String fileName, String mediaType, byte[] bytes) {}

    /// In the order in which they were issued.
    /// @param after  the last id of the page before; null for the first page
    public List<Retained> list(TenantId tenant, @Nullable UUID after, int limit) {
        try (Connection connection = operator.getConnection();
                PreparedStatement query = connection.prepareStatement("""
                    select id, series, number, issued_on, retain_until, invoice ->> 'buyer_name', invoice ->> 'total',
                        invoice ->> 'currency', file_name, sha256
                    from billing.retained_invoice where tenant_id = ? and (?::uuid is null or id > ?) order by id limit ?\
                    """)) {
            query.setObject(1, tenant.value());
            query.setObject(2, after, java.sql.Types.OTHER);
            query.setObject(3, after, java.sql.Types.OTHER);
            query.setInt(4, limit);
            List<Retained> found = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new Retained(
                            row.getObject(1, UUID.class),
                            new InvoiceNumber(row.getString(2), row.getLong(3)).toString(),
                            row.getObject(4, LocalDate.class),
                            row.getObject(5, LocalDate.class),
                            row.getString(6),
                            row.getString(7),
                            row.getString(8),
                            row.getString(9),
                            row.getString(10)));
                }
            }
            return found;
        } catch (SQLException away) {
            throw new IllegalStateException("retained invoices cannot be read", away);
        }
    }

    public Optional<Document> document(TenantId tenant, UUID id) {
        try (Connection connection = operator.getConnection();
                PreparedStatement query = connection.prepareStatement("select file_name, media_type, bytes from"
                        + " billing.retained_invoice where tenant_id = ? and id = ?")) {
            query.setObject(1, tenant.value());
            query.setObject(2, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Document(row.getString(1), row.getString(2), row.getBytes(3)))
                        : Optional.empty();
            }
        } catch (SQLException away) {
            throw new IllegalStateException("retained invoices cannot be read", away);
        }
    }
}
