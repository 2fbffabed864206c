package io.tallygate.load.subject;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32;

/// A tenant of a bench's own, made by the operator and erased at the end by the product itself. The person who owns the
/// demo tenant owns it too, and a token of theirs is written into the database: nobody is there to sign in.
public final class OwnTenant implements AutoCloseable {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Duration ERASED_WITHIN = Duration.ofMinutes(3);

    private final String slug;
    private final ControlApi operator;
    private final ControlApi owner;

    private OwnTenant(Stack stack, String slug, String token) throws IOException {
        this.slug = slug;
        this.operator = new ControlApi(stack.portal(), slug, stack.operatorToken());
        this.owner = new ControlApi(stack.portal(), slug, token);
    }

    /// @param mark  what the tenant's address begins with; one that an earlier run left behind is erased first
    public static OwnTenant make(Stack stack, Database database, String mark) throws IOException, InterruptedException {
        for (String left : database.texts("select slug from portal.tenant where slug like ?", mark + "-%")) {
            new OwnTenant(stack, left, "").close();
        }
        String slug = mark + "-" + UUID.randomUUID().toString().substring(0, 8);
        String token = wellFormed("tgp_" + UUID.randomUUID().toString().replace("-", ""));
        var made = new OwnTenant(stack, slug, token);
        String demoHash = sha256(stack.ownerToken());
        String email = database.texts("select email from portal.access_token where sha256 = ?", demoHash)
                .getFirst();
        var wanted = ControlApi.object().put("slug", slug).put("name", "Bench").put("country", "DE");
        wanted.put("timeZone", "Europe/Berlin").put("currency", "EUR").put("keyPrefix", "bench");
        wanted.putObject("owner").put("email", email);
        made.operator.installation("POST", "/tenants", wanted);
        database.run(
                "update portal.member m set subject = k.subject from portal.access_token k, portal.tenant t"
                        + " where k.sha256 = ? and t.slug = ? and m.tenant_id = t.id",
                demoHash,
                slug);
        database.run(
                "insert into portal.access_token select (jsonb_populate_record(k, jsonb_build_object('id', uuidv7(),"
                        + " 'tenant_id', t.id, 'sha256', ?::text))).* from portal.access_token k, portal.tenant t"
                        + " where k.sha256 = ? and t.slug = ?",
                sha256(token),
                demoHash,
                slug);
        database.commit();
        return made;
    }

    /// As its owner.
    public ControlApi owner() {
        return owner;
    }

    /// Returns when it is gone.
    @Override
    public void close() throws IOException, InterruptedException {
        operator.post("/erase", ControlApi.object().put("slug", slug).put("now", true));
        long deadline = System.nanoTime() + ERASED_WITHIN.toNanos();
        while (!isErased()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("The tenant " + slug + " is not erased within " + ERASED_WITHIN);
            }
            Thread.sleep(500);
        }
    }

    private boolean isErased() throws IOException, InterruptedException {
        HttpResponse<String> answer = operator.ask("/erase");
        return answer.statusCode() == 200
                && ControlApi.read(answer.body()).path("status").asText().equals("done");
    }

    /// With the digits at the end by which the product recognises what was once issued: CRC-32 in base 62.
    private static String wellFormed(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(US_ASCII));
        var check = new StringBuilder();
        long left = crc.getValue();
        for (int i = 0; i < 6; i++) {
            check.insert(0, DIGITS.charAt((int) (left % DIGITS.length())));
            left /= DIGITS.length();
        }
        return text + check;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
