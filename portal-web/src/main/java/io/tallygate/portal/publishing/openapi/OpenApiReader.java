package io.tallygate.portal.publishing.openapi;

import static io.tallygate.portal.input.Reason.because;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.swagger.v3.parser.util.OpenAPIDeserializer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an uploaded document: well-formed and within limits, then its references, then what OpenAPI asks for.
public final class OpenApiReader {
    private final DocumentLimits limits;

    public OpenApiReader(DocumentLimits limits) {
        this.limits = limits;
    }

    /// The document as a tree, for those who show it; nothing is checked but that it is well-formed and within limits.
    /// @throws InvalidOpenApi  when it is not, which an imported document was when it came
    public JsonNode tree(String text) throws InvalidOpenApi {
        return DocumentTree.parse(text, limits);
    }

    /// @param text  an OpenAPI 3.0 or 3.1 document, JSON or YAML
    /// @throws InvalidOpenApi  with at least one finding that says where and what
    public OpenApiDocument read(String text) throws InvalidOpenApi {
        JsonNode tree = DocumentTree.parse(text, limits);
        String specification = specification(tree);
        List<Finding> dangling = References.check(tree, limits);
        if (!dangling.isEmpty()) {
            throw new InvalidOpenApi(dangling);
        }
        SwaggerParseResult parsed = deserialize(tree);
        List<Finding> warnings = new ArrayList<>();
        List<Finding> errors = new ArrayList<>();
        for (String message : Objects.requireNonNullElse(parsed.getMessages(), List.<String>of())) {
            List<Finding> kind = ParserMessage.isError(message) ? errors : warnings;
            if (kind.size() < limits.findings()) {
                kind.add(ParserMessage.finding(message));
            }
        }
        OpenAPI openApi = parsed.getOpenAPI();
        if (openApi == null || !errors.isEmpty()) {
            throw new InvalidOpenApi(
                    errors.isEmpty()
                            ? List.of(new Finding("#", because("The document could not be read as OpenAPI.")))
                            : errors);
        }
        List<OpenApiDocument.Operation> operations = operations(openApi);
        if (operations.isEmpty()) {
            throw new InvalidOpenApi(
                    "#/paths", because("The document has no operation, so there is nothing to publish."));
        }
        Info info = openApi.getInfo();
        URI server = server(openApi);
        return new OpenApiDocument(
                specification,
                info.getTitle(),
                info.getVersion(),
                Objects.requireNonNullElse(info.getDescription(), ""),
                server != null && server.getHost() != null && isHttp(server) ? server : null,
                server == null ? "" : path(server),
                operations,
                warnings);
    }

    private static String specification(JsonNode tree) throws InvalidOpenApi {
        if (!tree.isObject()) {
            throw new InvalidOpenApi("#", because("An OpenAPI document is an object; this one is {0}.", kindOf(tree)));
        }
        JsonNode version = tree.get("openapi");
        if (version == null && tree.has("swagger")) {
            throw new InvalidOpenApi(
                    "#/swagger", because("This is a Swagger 2.0 document; convert it to OpenAPI 3.0 or 3.1 first."));
        }
        if (version == null) {
            throw new InvalidOpenApi(
                    "#/openapi", because("The member `openapi` with the version, for example \"3.1.0\", is missing."));
        }
        String text = version.asText();
        if (!text.matches("3\\.[01](\\.\\d+)?(-.+)?")) {
            throw new InvalidOpenApi("#/openapi", because("OpenAPI 3.0 and 3.1 can be imported, not {0}.", text));
        }
        return text;
    }

    private static String kindOf(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NULL, MISSING -> "empty";
            default -> "a single value";
        };
    }

    /// Nothing is resolved: the references are checked already, and a parser that resolves opens files and connections.
    private static SwaggerParseResult deserialize(JsonNode tree) throws InvalidOpenApi {
        ParseOptions options = new ParseOptions();
        options.setResolve(false);
        options.setResolveFully(false);
        options.setFlatten(false);
        options.setValidateExternalRefs(false);
        options.setValidateInternalRefs(false);
        options.setOaiAuthor(true);
        try {
            return new OpenAPIDeserializer().deserialize(tree, null, options);
        } catch (RuntimeException unexpected) {
            throw new InvalidOpenApi(
                    "#", because("The document could not be read as OpenAPI: a member has an unexpected form."));
        }
    }

    private static List<OpenApiDocument.Operation> operations(OpenAPI openApi) throws InvalidOpenApi {
        List<OpenApiDocument.Operation> operations = new ArrayList<>();
        Map<String, String> pathOfId = new HashMap<>();
        Set<String> made = new HashSet<>();
        for (Map.Entry<String, PathItem> path : Objects.requireNonNullElse(
                        openApi.getPaths(), Map.<String, PathItem>of())
                .entrySet()) {
            if (!path.getKey().startsWith("/")) {
                throw new InvalidOpenApi(
                        Pointer.ROOT.to("paths").to(path.getKey()).toString(), because("A path begins with a slash."));
            }
            for (var operation : path.getValue().readOperationsMap().entrySet()) {
                String method = operation.getKey().name();
                String id = operation.getValue().getOperationId();
                if (id == null || id.isBlank()) {
                    id = madeId(method, path.getKey(), made);
                } else if (pathOfId.putIfAbsent(id, path.getKey()) != null) {
                    Pointer at = Pointer.ROOT.to("paths").to(path.getKey()).to(method.toLowerCase(Locale.ROOT));
                    throw new InvalidOpenApi(
                            at.to("operationId").toString(),
                            because(
                                    "The operationId {0} is also that of an operation of {1}; it must be unique.",
                                    id, pathOfId.get(id)));
                }
                operations.add(new OpenApiDocument.Operation(
                        id,
                        method,
                        path.getKey(),
                        Objects.requireNonNullElse(operation.getValue().getSummary(), ""),
                        Objects.requireNonNullElse(operation.getValue().getTags(), List.<String>of())));
            }
        }
        return operations;
    }

    private static String madeId(String method, String path, Set<String> made) {
        String base = (method + path)
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("-+$", "")
                .toLowerCase(Locale.ROOT);
        String id = base;
        for (int again = 2; !made.add(id); again++) {
            id = base + "-" + again;
        }
        return id;
    }

    private static @Nullable URI server(OpenAPI openApi) {
        if (openApi.getServers() == null || openApi.getServers().isEmpty()) {
            return null;
        }
        String url = openApi.getServers().getFirst().getUrl();
        try {
            // a server with variables ({region}) is no proposal
            return url == null || url.contains("{") ? null : URI.create(url);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static boolean isHttp(URI server) {
        return "http".equalsIgnoreCase(server.getScheme()) || "https".equalsIgnoreCase(server.getScheme());
    }

    private static String path(URI server) {
        String path = Objects.requireNonNullElse(server.getRawPath(), "");
        String normal = path.isEmpty() || path.startsWith("/") ? path : "/" + path;
        return normal.endsWith("/") ? normal.substring(0, normal.length() - 1) : normal;
    }
}
