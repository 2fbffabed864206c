package io.tallygate.journeys;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The addresses below the portal at which pages are read, taken from the compiled portal, so that a page which nobody
/// thought of here is known all the same.
final class PageAddresses {
    private static final String REST = "jakarta.ws.rs.";

    /// They lead on to a page, or are the one that another leads to.
    private static final List<String> NO_PAGES = List.of(
            "/preferences",
            "/sign-in",
            "/sign-in/register",
            "/invitations/open",
            "/p/{tenant}/team",
            "/console/{tenant}/products/{id}/plans");

    private PageAddresses() {}

    /// Templates as the code writes them, such as `/console/{tenant}/apis/{id}`.
    static List<String> all() {
        Path classes = RunningStack.root().resolve("portal-web/target/classes");
        return new ClassFileImporter()
                .importPath(classes).stream()
                        .filter(type -> type.getSimpleName().endsWith("Page"))
                        .flatMap(PageAddresses::of)
                        .filter(template -> !NO_PAGES.contains(template))
                        .sorted()
                        .toList();
    }

    /// @param path  with its query, if it has one
    static boolean fits(String template, String path) {
        StringBuilder pattern = new StringBuilder();
        // a place-holder, perhaps with a pattern that may itself repeat something in braces
        var holders = Pattern.compile("\\{[^{}:]+(:([^{}]|\\{[^{}]*})*)?}").matcher(template);
        int end = 0;
        while (holders.find()) {
            pattern.append(Pattern.quote(template.substring(end, holders.start())))
                    .append("[^/]+");
            end = holders.end();
        }
        pattern.append(Pattern.quote(template.substring(end)));
        return path.replaceFirst("\\?.*$", "").replaceFirst("(?<=.)/$", "").matches(pattern.toString());
    }

    private static Stream<String> of(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.isAnnotatedWith(REST + "GET"))
                .filter(method -> isHtml(type, method))
                .map(method -> joined(value(type, "Path"), value(method, "Path")));
    }

    private static boolean isHtml(JavaClass type, JavaMethod method) {
        String own = value(method, "Produces");
        return (own.isEmpty() ? value(type, "Produces") : own).contains("text/html");
    }

    private static String joined(String ofClass, String ofMethod) {
        String path = "/" + ofClass + "/" + ofMethod;
        return path.replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
    }

    private static String value(HasAnnotations<?> annotated, String annotation) {
        return annotated
                .tryGetAnnotationOfType(REST + annotation)
                .flatMap(found -> found.get("value"))
                .map(value -> value instanceof Object[] several ? String.valueOf(several[0]) : value.toString())
                .orElse("");
    }
}
