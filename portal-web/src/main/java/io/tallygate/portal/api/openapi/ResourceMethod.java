package io.tallygate.portal.api.openapi;

import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.WithoutToken;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A method that answers calls, and what its code says of them.
/// @param verb  upper case
/// @param path  below the application's, as in `/tenants/{tenant}`
record ResourceMethod(String verb, String path, Method method) {
    private static final List<String> VERBS = List.of("GET", "PUT", "POST", "PATCH", "DELETE");
    private static final Pattern CONSTRAINT = Pattern.compile("\\{\\s*(\\w+)\\s*:[^}]*}");

    /// In the order of their addresses.
    static List<ResourceMethod> of(Collection<Class<?>> classes) {
        return classes.stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .flatMap(method ->
                        verbOf(method).stream().map(verb -> new ResourceMethod(verb, address(method), method)))
                .sorted(Comparator.comparing(ResourceMethod::path)
                        .thenComparing(found -> VERBS.indexOf(found.verb()))
                        .thenComparing(ResourceMethod::toString))
                .toList();
    }

    private static Optional<String> verbOf(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(found -> found != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String address(Method method) {
        Path below = method.getAnnotation(Path.class);
        String whole =
                "/" + method.getDeclaringClass().getAnnotation(Path.class).value() + "/"
                        + (below == null ? "" : below.value());
        String plain = CONSTRAINT.matcher(whole).replaceAll("{$1}").replaceAll("/+", "/");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    Described described() {
        Described described = method.getAnnotation(Described.class);
        if (described == null) {
            throw new NotDescribed(this + " answers " + verb + " " + path
                    + " and does not say what it does: give it @Described, as api/openapi explains");
        }
        return described;
    }

    Section section() {
        Section section = method.getDeclaringClass().getAnnotation(Section.class);
        if (section == null) {
            throw new NotDescribed(method.getDeclaringClass().getSimpleName()
                    + " does not say where it stands in the API's document: give it @Section");
        }
        return section;
    }

    /// Unique as long as no two resources have the same name.
    String operationId() {
        String resource = method.getDeclaringClass().getSimpleName().replaceFirst("Resource$", "");
        return Character.toLowerCase(resource.charAt(0))
                + resource.substring(1)
                + Character.toUpperCase(method.getName().charAt(0))
                + method.getName().substring(1);
    }

    List<Parameter> pathParameters() {
        return parameters(PathParam.class);
    }

    List<String> queryParameters() {
        return parameters(QueryParam.class).stream()
                .map(parameter -> parameter.getAnnotation(QueryParam.class).value())
                .toList();
    }

    boolean readsHeader(String name) {
        return parameters(HeaderParam.class).stream()
                .anyMatch(parameter ->
                        parameter.getAnnotation(HeaderParam.class).value().equalsIgnoreCase(name));
    }

    private List<Parameter> parameters(Class<? extends Annotation> kind) {
        return Stream.of(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(kind))
                .toList();
    }

    boolean isIdempotent() {
        return method.isAnnotationPresent(Idempotent.class)
                || method.getDeclaringClass().isAnnotationPresent(Idempotent.class);
    }

    /// Whether it may be called without a token.
    boolean isOpen() {
        return method.isAnnotationPresent(WithoutToken.class);
    }

    boolean isPaged() {
        return queryParameters().containsAll(List.of("limit", "cursor"));
    }

    /// Such an answer carries an `ETag`.
    /// Which has a tag: a list has none, nor has what is no JSON or was shown once.
    boolean answersOneObject() {
        Class<?> answers = described().answers();
        return answers.isRecord()
                && !described().once()
                && !described().list()
                && !isPaged()
                && Arrays.stream(answers.getRecordComponents())
                        .noneMatch(component -> component.getName().equals("items"));
    }

    boolean isSafe() {
        return verb.equals("GET") || verb.equals("HEAD");
    }

    /// Empty when it reads no body.
    List<String> consumes() {
        Consumes consumes = nearest(Consumes.class);
        return consumes == null || isSafe() ? List.of() : List.of(consumes.value());
    }

    List<String> produces() {
        Produces produces = nearest(Produces.class);
        return produces == null ? List.of("application/json") : List.of(produces.value());
    }

    private <A extends Annotation> @Nullable A nearest(Class<A> kind) {
        A own = method.getAnnotation(kind);
        return own != null ? own : method.getDeclaringClass().getAnnotation(kind);
    }

    int status() {
        Described described = described();
        if (described.status() != 0) {
            return described.status();
        }
        if (described.answers() == void.class) {
            return 204;
        }
        return isIdempotent() ? 201 : 200;
    }

    /// `ProductsResource#create`
    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "#" + method.getName();
    }
}
