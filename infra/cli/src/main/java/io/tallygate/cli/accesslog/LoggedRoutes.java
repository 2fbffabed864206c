package io.tallygate.cli.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Which operation of which API a request was: the most specific route that fits, fixed segments before `{any}` ones
/// and these before a rest.
public final class LoggedRoutes {
    private final List<Route> routes = new ArrayList<>();
    private boolean sorted;

    /// @param operation  empty: of the API, and none of its operations
    record Called(String api, String operation) {}

    private record Route(String method, Pattern path, String order, Called called) {}

    /// A method (`*`: any), a path, an API and an operation a line, with spaces between them; the operation may be left
    /// out. In the path, `{name}` is any one segment, and `/**` at the end any rest.
    public LoggedRoutes read(Path file) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String[] words = line.strip().split("\\s+");
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            if (words.length < 3 || words.length > 4 || !words[1].startsWith("/")) {
                throw new IllegalArgumentException(
                        file + ", line " + number + ": METHOD /path API [OPERATION] is wanted: " + line.strip());
            }
            add(words[0], words[1], words[2], words.length == 4 ? words[3] : "");
        }
        return this;
    }

    /// @param method  `*`: any
    /// @param path    raw; `{name}` is any one segment, `/**` at the end any rest
    public void add(String method, String path, String api, String operation) {
        boolean hasRest = path.endsWith("/**");
        StringBuilder pattern = new StringBuilder();
        StringBuilder order = new StringBuilder();
        String fixed = hasRest ? path.substring(0, path.length() - 3) : path;
        for (String segment : fixed.substring(fixed.isEmpty() ? 0 : 1).split("/", -1)) {
            if (fixed.isEmpty()) {
                break;
            }
            boolean isAny = segment.startsWith("{") && segment.endsWith("}");
            pattern.append('/').append(isAny ? "[^/]+" : Pattern.quote(segment));
            order.append(isAny ? 'b' : 'a');
        }
        order.append(hasRest ? 'c' : "").append(method.equals("*") ? "z" : "y");
        pattern.append(hasRest ? "(?:/.*)?" : "");
        routes.add(new Route(
                method.toUpperCase(Locale.ROOT),
                Pattern.compile(pattern.toString(), Pattern.DOTALL),
                order.toString(),
                new Called(api, operation)));
        sorted = false;
    }

    public boolean isEmpty() {
        return routes.isEmpty();
    }

    /// @throws BadLine  when none fits
    Called of(String method, String path) {
        if (!sorted) {
            routes.sort(Comparator.comparing(Route::order));
            sorted = true;
        }
        for (Route route : routes) {
            if ((route.method.equals("*") || route.method.equals(method))
                    && route.path.matcher(path).matches()) {
                return route.called;
            }
        }
        throw new BadLine("no route for " + method + " " + BadLine.shown(path));
    }
}
