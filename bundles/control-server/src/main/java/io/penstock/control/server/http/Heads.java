package io.penstock.control.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.server.settings.Network;
import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes heads of Netty's requests. Thread-safe. */
final class Heads {
    private final RequestIds ids;
    private final Supplier<List<Network>> proxies;

    Heads(RequestIds ids, Supplier<List<Network>> proxies) {
        this.ids = ids;
        this.proxies = proxies;
    }

    /** A head with nothing in it, for what was no request. */
    RequestHead nonsense(SocketAddress peer) {
        return new RequestHead("", "", "", Map.of(), Optional.of(0L), address(peer), ids.next());
    }

    RequestHead of(HttpRequest request, SocketAddress peer) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(),
                (first, second) -> first + (header.getKey().equalsIgnoreCase("cookie") ? "; " : ", ") + second));
        String uri = request.uri();
        int question = uri.indexOf('?');
        return new RequestHead(request.method().name(), question < 0 ? uri : uri.substring(0, question),
                question < 0 ? "" : uri.substring(question + 1), headers, length(request),
                from(address(peer), headers.get("x-forwarded-for")), ids.next());
    }

    private static Optional<Long> length(HttpRequest request) {
        if (HttpUtil.isTransferEncodingChunked(request)) {
            return Optional.empty();
        }
        return Optional.of(request.headers().contains(HttpHeaderNames.CONTENT_LENGTH) ? HttpUtil.getContentLength(request, 0L)
                : 0L);
    }

    private static InetAddress address(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet ? inet.getAddress() : InetAddress.getLoopbackAddress();
    }

    /** The last address in the header that no trusted proxy has: what lies before it anybody may have written. */
    private InetAddress from(InetAddress peer, String forwarded) {
        List<Network> trusted = proxies.get();
        if (trusted.isEmpty() || forwarded == null || !isTrusted(trusted, peer)) {
            return peer;
        }
        String[] hops = forwarded.split(",", -1);
        InetAddress last = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<InetAddress> hop = literal(hops[i].trim());
            if (hop.isEmpty()) {
                return last;
            }
            last = hop.get();
            if (!isTrusted(trusted, last)) {
                return last;
            }
        }
        return last;
    }

    private static boolean isTrusted(List<Network> trusted, InetAddress address) {
        return trusted.stream().anyMatch(network -> network.holds(address));
    }

    private static Optional<InetAddress> literal(String text) {
        if (!text.matches("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}") || text.indexOf('.') < 0 && text.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** What the decoder could not read, told as a problem. */
    static PenstockException unreadable(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        return PenstockException.invalid(ProblemCode.REQUEST_HEADER.code(), switch (name) {
            case "TooLongHttpHeaderException" -> "the headers are longer than " + HttpPort.MAX_HEADERS_BYTES + " bytes";
            case "TooLongHttpLineException" -> "the request line is longer than " + HttpPort.MAX_LINE_BYTES + " bytes";
            default -> "this is no HTTP/1.1 request";
        });
    }
}
