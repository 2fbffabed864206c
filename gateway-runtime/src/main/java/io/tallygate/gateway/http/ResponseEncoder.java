package io.tallygate.gateway.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Writes responses. A response to HEAD tells the length of a body that it does not have.
public final class ResponseEncoder extends HttpResponseEncoder {
    private boolean answersHead;

    public void answers(boolean head) {
        answersHead = head;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return answersHead || super.isContentAlwaysEmpty(response);
    }
}
