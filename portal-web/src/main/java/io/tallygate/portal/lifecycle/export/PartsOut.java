package io.tallygate.portal.lifecycle.export;

import io.tallygate.metering.meter.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/// Writes an archive into the database, part by part, and knows its size and digest. The caller commits.
final class PartsOut extends OutputStream {
    private final Connection connection;
    private final TenantId tenant;
    private final UUID export;
    private final MessageDigest digest = sha256();
    private final byte[] part = new byte[ExportLimits.PART_BYTES];
    private int filled;
    private int position;
    private long written;

    PartsOut(Connection connection, TenantId tenant, UUID export) {
        this.connection = connection;
        this.tenant = tenant;
        this.export = export;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, part.length - filled);
            System.arraycopy(bytes, from, part, filled, taken);
            filled += taken;
            from += taken;
            left -= taken;
            if (filled == part.length) {
                store();
            }
        }
    }

    private void store() throws IOException {
        digest.update(part, 0, filled);
        written += filled;
        if (written > ExportLimits.MOST_BYTES) {
            throw new IOException("an archive of more than " + ExportLimits.MOST_BYTES + " bytes");
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into portal.tenant_export_part (tenant_id, export_id, position, bytes) values (?, ?, ?, ?)")) {
            insert.setObject(1, tenant.value());
            insert.setObject(2, export);
            insert.setInt(3, position++);
            insert.setBytes(4, Arrays.copyOf(part, filled));
            insert.executeUpdate();
        } catch (SQLException failed) {
            throw new IOException("a part of an archive was not stored", failed);
        }
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (filled > 0) {
            store();
        }
    }

    long written() {
        return written;
    }

    /// Of all that was written; once, after [#close].
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
