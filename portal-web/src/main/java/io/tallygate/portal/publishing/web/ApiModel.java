package io.tallygate.portal.publishing.web;

import io.tallygate.portal.publishing.ApiOperation;
import io.tallygate.portal.publishing.ApiView;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An API as the console's pages show it.
/// @param operations  empty in lists
/// @param gatewayUrl  where it answers, or will
public record ApiModel(
        UUID id,
        String slug,
        String name,
        String description,
        String version,
        String basePath,
        @Nullable String upstream,
        boolean published,
        List<Operation> operations,
        long operationCount,
        String gatewayUrl) {

    public record Operation(String method, String path, String summary) {
        static Operation of(ApiOperation operation) {
            return new Operation(operation.method(), operation.path(), operation.summary());
        }
    }

    static ApiModel of(ApiView view, long operationCount, String gatewayUrl) {
        return new ApiModel(
                view.api().id(),
                view.api().slug(),
                view.api().name(),
                view.api().description(),
                view.version(),
                view.api().basePath(),
                view.api().upstream(),
                view.api().isPublished(),
                view.operations().stream().map(Operation::of).toList(),
                operationCount,
                gatewayUrl);
    }
}
