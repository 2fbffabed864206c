package io.tallygate.journeys;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Judges a page's accessibility with axe-core, all of its rules.
final class Axe {
    private static final String SCRIPT = script();

    private Axe() {}

    /// @return  one sentence a violation, with where it is
    static List<String> violations(Page page) {
        page.evaluate(SCRIPT);
        return violations(page, "{}");
    }

    /// What another colour scheme can change; the page was judged as a whole before.
    static List<String> contrasts(Page page) {
        return violations(page, "{runOnly: ['color-contrast']}");
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Page page, String options) {
        return (List<String>) page.evaluate("""
            async () => (await axe.run(document, {resultTypes: ['violations'], ...%s})).violations.map(violation =>
                violation.id + ': ' + violation.help + ' at ' + violation.nodes.slice(0, 4).map(node =>
                    node.target.join(' ') + ' (' + node.any.concat(node.all, node.none).map(check => check.message)
                        .slice(0, 2).join('; ') + ')').join(', '))
            """.formatted(options));
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            // a text that is no function is evaluated as an expression; its value must be one that can be handed over
            return "(() => {" + new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n})()";
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
