package io.tallygate.portal.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A change says which state it was made for: `If-Match` as RFC 9110, 13.1.1 has it. Whoever read an object changes
/// what they read, or nothing.
///
/// The comparison means something only inside the transaction that makes the change, after it has locked the row.
public final class IfMatch {
    public static final String HEADER = "If-Match";

    private IfMatch() {}

    /// The entity tag of what a caller was shown.
    public static String tag(JsonObject representation) {
        byte[] digest = sha256().digest(representation.toString().getBytes(UTF_8));
        return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    }

    /// @param header   as it was sent: `*`, or tags with commas between them
    /// @param current  the object's tag as of now, with its quotes
    /// @throws ApiProblem  428 when there is no header, 412 when the object is another by now
    public static void required(@Nullable String header, String current) {
        if (header == null || header.isBlank()) {
            throw new ApiProblem(
                    428,
                    "precondition-required",
                    "Precondition required",
                    "Send the ETag that you read as If-Match, or If-Match: * to change it whatever it is.");
        }
        boolean same = Stream.of(header.split(",")).map(String::strip).anyMatch(tag -> matches(tag, current));
        if (!same) {
            throw changedMeanwhile();
        }
    }

    /// What a change is for, once it is sure that the caller saw it as it is.
    /// @param found  with its row locked
    /// @param tag    the tag of what a caller is shown of it
    /// @throws ApiProblem  404 when there is none, else as [#required]
    public static <T> T held(Optional<T> found, @Nullable String header, Function<? super T, String> tag) {
        T held = found.orElseThrow(ApiProblem::notFound);
        required(header, tag.apply(held));
        return held;
    }

    static ApiProblem changedMeanwhile() {
        return new ApiProblem(412, "changed-meanwhile", "Changed meanwhile", "Read it again: somebody changed it.");
    }

    /// A weak tag never matches; the comparison is strong.
    private static boolean matches(String tag, String current) {
        return tag.equals("*") || tag.equals(current);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
