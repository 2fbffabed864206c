package io.tallygate.portal.frame;

import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/// A tenant's colour, made readable: darkened for light pages and lightened for dark ones until text in it has at least
/// 4.5 : 1 contrast (WCAG 2.2, 1.4.3), also on its own tint. The tenant chooses a hue, never an unreadable page.
/// @param red    0 to 255
/// @param green  0 to 255
/// @param blue   0 to 255
public record Accent(int red, int green, int blue) {
    private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final double READABLE = 4.6;
    private static final Accent WHITE = new Accent(255, 255, 255);
    private static final Accent BLACK = new Accent(0, 0, 0);
    /// The stylesheet's darkest and lightest grounds that carry text in the accent's colour.
    private static final Accent LIGHT_GROUND = new Accent(0xee, 0xf1, 0xf4);

    private static final Accent DARK_GROUND = new Accent(0x16, 0x1b, 0x22);
    private static final Accent TALLYGATE = new Accent(0x0b, 0x6b, 0x7f);

    /// @param hex  `#rrggbb`; anything else gives Tallygate's own colour
    public static Accent of(String hex) {
        if (!HEX.matcher(hex).matches()) {
            return TALLYGATE;
        }
        int rgb = Integer.parseInt(hex.substring(1), 16);
        return new Accent(rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff);
    }

    /// The tokens that replace the stylesheet's own; nothing of the tenant's text gets into it, only numbers.
    public String css() {
        Accent light = until(BLACK, LIGHT_GROUND);
        Accent dark = until(WHITE, DARK_GROUND);
        return ":root{--accent:light-dark(%s,%s);--accent-strong:light-dark(%s,%s);--accent-ink:light-dark(#ffffff,#0a0f14)}\n"
                .formatted(
                        light.hex(),
                        dark.hex(),
                        light.mixed(BLACK, 20).hex(),
                        dark.mixed(WHITE, 25).hex());
    }

    /// WCAG's contrast ratio, 1 to 21.
    double contrast(Accent other) {
        double brighter = Math.max(luminance(), other.luminance());
        double darker = Math.min(luminance(), other.luminance());
        return (brighter + 0.05) / (darker + 0.05);
    }

    String hex() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }

    private Accent until(Accent towards, Accent ground) {
        for (int percent = 0; percent < 100; percent += 2) {
            Accent candidate = mixed(towards, percent);
            Accent tint = ground.mixed(candidate, 9);
            if (candidate.contrast(ground) >= READABLE && candidate.contrast(tint) >= READABLE) {
                return candidate;
            }
        }
        return towards;
    }

    private Accent mixed(Accent with, int percent) {
        return new Accent(
                mix(red, with.red).applyAsInt(percent),
                mix(green, with.green).applyAsInt(percent),
                mix(blue, with.blue).applyAsInt(percent));
    }

    private static IntUnaryOperator mix(int from, int to) {
        return percent -> (from * (100 - percent) + to * percent + 50) / 100;
    }

    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
