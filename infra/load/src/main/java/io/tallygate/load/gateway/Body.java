package io.tallygate.load.gateway;

/// How large the upstream's answers are.
enum Body {
    ONE_KIB("1k", "", 1 << 10),
    SIXTY_FOUR_KIB("64k", "64k", 64 << 10);

    /// Routes that lead to answers of one size; a route for each size and number.
    static final int ROUTES = 5_000;

    /// As it is typed, and as paths name it.
    final String text;

    /// Of the figures' names.
    final String suffix;

    final int bytes;

    Body(String text, String suffix, int bytes) {
        this.text = text;
        this.suffix = suffix;
        this.bytes = bytes;
    }

    static Body of(String text) {
        for (Body body : values()) {
            if (body.text.equals(text)) {
                return body;
            }
        }
        throw new IllegalArgumentException("--body is 1k or 64k: " + text);
    }

    String prefix() {
        return "/api/" + text;
    }

    /// Of the route that this number's key is subscribed to.
    String path(int key) {
        return prefix() + "/" + key % ROUTES + "/items?page=2";
    }

    /// Number of a route among those of all sizes.
    int route(int number) {
        return number * values().length + ordinal();
    }
}
