package io.tallygate.portal.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A sign-in under way, from the moment the browser is sent to the provider until it comes back. It travels in a cookie
/// of that browser, so that nothing is kept here for whoever only looks at the door, and whichever portal the browser
/// comes back to can go on.
/// @param state     comes back in the address: this browser began it (RFC 6749, 10.12)
/// @param nonce     comes back in the identity token: it was made for this sign-in
/// @param verifier  proves to the provider that who began it ends it (RFC 7636)
/// @param back      the page to come back to
public record SigningIn(String state, String nonce, String verifier, String back) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    /// A longer address is forgotten on the way: a cookie has no room for it.
    private static final int LONGEST_BACK = 800;

    private static final int STATE_LENGTH = 22;
    private static final String COOKIES = "tallygate_sign_in_";

    public static SigningIn to(String back) {
        return new SigningIn(random(16), random(16), random(32), back.length() > LONGEST_BACK ? "/" : back);
    }

    /// @return  empty when the text is not one that [#cookie] made
    public static Optional<SigningIn> ofCookie(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split("\\.", -1);
        if (parts.length != 4 || parts[0].length() != STATE_LENGTH) {
            return Optional.empty();
        }
        try {
            String back = new String(Base64.getUrlDecoder().decode(parts[3]), StandardCharsets.UTF_8);
            return Optional.of(new SigningIn(parts[0], parts[1], parts[2], back));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    public String cookie() {
        return String.join(".", state, nonce, verifier, TEXT.encodeToString(back.getBytes(StandardCharsets.UTF_8)));
    }

    /// Several windows may sign in at once, each with a cookie of its own.
    /// @param state  as it came back; anything
    /// @return       null when it is none of ours
    public static @Nullable String cookieName(@Nullable String state) {
        return state != null && state.matches("[A-Za-z0-9_-]{" + STATE_LENGTH + "}")
                ? COOKIES + state.substring(0, 8)
                : null;
    }

    /// The one that was begun last, of all that a browser has under way: it names its cookies in that order (RFC 6265,
    /// 5.4).
    /// @param cookies  the header as it came
    public static Optional<SigningIn> newest(@Nullable String cookies) {
        Optional<SigningIn> newest = Optional.empty();
        for (String cookie : cookies == null ? new String[0] : cookies.split(";")) {
            String[] parts = cookie.strip().split("=", 2);
            if (parts.length == 2 && parts[0].startsWith(COOKIES)) {
                newest = ofCookie(parts[1].replace("\"", ""));
            }
        }
        return newest;
    }

    /// Of the verifier, as the provider is told it at first.
    public String challenge() {
        try {
            return TEXT.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return TEXT.encodeToString(random);
    }
}
