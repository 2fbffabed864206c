package io.tallygate.portal.api;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.api.store.IdempotentAnswers;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Stands around the methods that are [Idempotent]. The first call's work and its answer commit together; the same call
/// at the same moment waits for that commit, and a later one finds the answer. A call that was refused leaves nothing
/// behind and may be made again with the same key.
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class IdempotentCalls {
    private static final String HEADER = "Idempotency-Key";

    @Inject
    private HttpServletRequest request;

    @Inject
    private Caller caller;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private IdempotentAnswers answers;

    @AroundInvoke
    Object once(InvocationContext call) throws Exception {
        String text = request.getHeader(HEADER);
        if (text == null) {
            return call.proceed();
        }
        IdempotencyKey key = new IdempotencyKey(caller.person().subject(), text.strip());
        String asked = fingerprint(call);
        String slug = tenant(call);
        if (slug == null) {
            return onceWithoutTenant(call, key, asked);
        }
        TenantId tenant = caller.atSuspended(slug).tenant(); // what is closed is the method's to say
        return transactions.<Object, Exception>inTenant(tenant, () -> {
            IdempotentAnswers.Earlier earlier = answers.begin(tenant, key.sha256(), asked);
            if (earlier != null) {
                return again(key, asked, earlier);
            }
            Response made = (Response) call.proceed();
            answers.end(tenant, key.sha256(), key.seal(KeptAnswer.of(made).toBytes()));
            return made;
        });
    }

    /// A tenant is made in a transaction of its own: its key is claimed before, the answer kept after.
    /// Should a portal be killed in between, the same call is refused then since the name is taken,
    /// and nothing is made twice.
    private Object onceWithoutTenant(InvocationContext call, IdempotencyKey key, String asked) throws Exception {
        IdempotentAnswers.Earlier earlier = answers.claim(key.sha256(), asked);
        if (earlier != null) {
            return again(key, asked, earlier);
        }
        boolean kept = false;
        try {
            Response made = (Response) call.proceed();
            answers.keep(key.sha256(), key.seal(KeptAnswer.of(made).toBytes()));
            kept = true;
            return made;
        } finally {
            if (!kept) {
                answers.release(key.sha256());
            }
        }
    }

    private static Response again(IdempotencyKey key, String asked, IdempotentAnswers.Earlier earlier) {
        if (!earlier.requestSha256().equals(asked)) {
            throw new ApiProblem(
                    422,
                    "idempotency-key-reused",
                    "Idempotency key reused",
                    "You sent this Idempotency-Key with another request before.");
        }
        return KeptAnswer.fromBytes(key.open(earlier.sealed())).toResponse();
    }

    private static @Nullable String tenant(InvocationContext call) {
        Parameter[] parameters = call.getMethod().getParameters();
        for (int index = 0; index < parameters.length; index++) {
            PathParam name = parameters[index].getAnnotation(PathParam.class);
            if (name != null && name.value().equals("tenant")) {
                return (String) call.getParameters()[index];
            }
        }
        return null;
    }

    /// Of the address and the body, which is read here and handed on.
    private String fingerprint(InvocationContext call) {
        MessageDigest digest = sha256();
        digest.update(Secret.sha256(request.getMethod() + " " + request.getRequestURI())
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Object[] parameters = call.getParameters();
        for (int index = 0; index < parameters.length; index++) {
            if (parameters[index] instanceof InputStream body) {
                byte[] bytes = bytes(body);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
                parameters[index] = new ByteArrayInputStream(bytes);
            }
        }
        call.setParameters(parameters);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(Bodies.DOCUMENT + 1);
            if (bytes.length > Bodies.DOCUMENT) {
                throw new ApiProblem(
                        413, "too-large", "Too large", "The body is larger than %,d bytes.".formatted(Bodies.DOCUMENT));
            }
            return bytes;
        } catch (IOException broken) {
            throw ApiProblem.badRequest("The body ended early.");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
