package io.penstock.control.server.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.penstock.core.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Makes Netty's answers of replies. */
final class Responses {
    private Responses() {
    }

    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    /** @param stays whether the connection does */
    static FullHttpResponse whole(Reply reply, String id, Clock clock, boolean stays) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()),
                Unpooled.wrappedBuffer(reply.body()));
        common(response.headers(), reply, id, clock);
        if (reply.status() != HttpResponseStatus.NO_CONTENT.code()) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        }
        if (!stays) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    /** The head of what goes on in pieces. */
    static HttpResponse begun(Reply reply, String id, Clock clock) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
        common(response.headers(), reply, id, clock);
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        return response;
    }

    private static void common(HttpHeaders headers, Reply reply, String id, Clock clock) {
        reply.headers().forEach(headers::set);
        headers.set(Reply.ID, id);
        headers.set(HttpHeaderNames.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.now().atOffset(ZoneOffset.UTC)));
        headers.set("X-Content-Type-Options", "nosniff");
    }
}
