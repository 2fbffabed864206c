package io.tallygate.portal.publishing;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.outbound.OutboundAnswer;
import io.tallygate.portal.outbound.OutboundHttp;
import io.tallygate.portal.outbound.OutboundLimits;
import io.tallygate.portal.outbound.OutboundRequest;
import io.tallygate.portal.outbound.RefusedAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The document of an import: sent with the request, or fetched from an address that the request names. Whatever goes
/// wrong on the way is told in words that say nothing of what lies inside a network: an address that is refused and one
/// that leads nowhere sound alike.
@ApplicationScoped
public class DocumentSource {
    private static final String MEMBER = "/documentUrl";
    private static final String ACCEPT = "application/vnd.oai.openapi+json, application/vnd.oai.openapi, "
            + "application/json, application/yaml, text/yaml, */*;q=0.5";

    private final OutboundHttp http;
    private final Map<TenantId, Integer> fetching = new HashMap<>();
    private int fetchingAll;

    @Inject
    public DocumentSource(OutboundHttp http) {
        this.http = http;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected DocumentSource() {
        this(null);
    }

    /// @param sent  the text itself
    /// @param url   where it is
    /// @throws WrongInput  unless exactly one is given, and a document comes of it
    ImportedText of(TenantId tenant, @Nullable String sent, @Nullable String url) {
        if (sent != null && url != null) {
            throw new WrongInput(MEMBER, because("Give the document or its address, not both."));
        }
        if (url == null) {
            if (sent == null) {
                throw new WrongInput(
                        "/document", because("Is required, unless documentUrl says where the document is."));
            }
            return ImportedText.sent(sent);
        }
        begin(tenant);
        try {
            return new ImportedText(fetched(url.strip()), MEMBER, withoutQuery(url.strip()));
        } finally {
            end(tenant);
        }
    }

    private String fetched(String url) {
        OutboundAnswer answer;
        try {
            answer = http.send(OutboundRequest.get(url, ACCEPT, ImportLimits.MOST_BYTES));
        } catch (RefusedAddress refused) {
            throw refused(refused.reason());
        } catch (IOException nothing) {
            throw refused(because(
                    "No sound answer came from this address within {0} seconds and {1} redirects.",
                    OutboundLimits.TOTAL.toSeconds(), OutboundLimits.REDIRECTS));
        }
        if (answer.status() != 200) {
            throw refused(because("This address answered with status {0} instead of a document.", answer.status()));
        }
        if (answer.truncated()) {
            throw refused(because("What is at this address is larger than {0} bytes.", ImportLimits.MOST_BYTES));
        }
        return text(answer.body());
    }

    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (withoutMark.indexOf(0) < 0) {
                return withoutMark;
            }
        } catch (CharacterCodingException notUtf8) {
            // refused below
        }
        throw refused(because("What is at this address is not text in UTF-8."));
    }

    private static String withoutQuery(String url) {
        return url.replaceAll("[?#].*", "");
    }

    private synchronized void begin(TenantId tenant) {
        int now = fetching.getOrDefault(tenant, 0);
        if (now >= ImportLimits.AT_ONCE_FOR_A_TENANT || fetchingAll >= ImportLimits.AT_ONCE) {
            throw refused(because("Other documents are being fetched; try again when they have arrived."));
        }
        fetching.put(tenant, now + 1);
        fetchingAll++;
    }

    private synchronized void end(TenantId tenant) {
        fetching.computeIfPresent(tenant, (same, now) -> now == 1 ? null : now - 1);
        fetchingAll--;
    }

    private static WrongInput refused(Reason reason) {
        return new WrongInput(MEMBER, reason);
    }
}
