package io.penstock.control.server.http;

import io.penstock.control.api.Json;
import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** A request with its body. Thread-safe. */
final class RequestCall implements Call {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final int MAX_WAIT_SECONDS = 50;
    private static final int MAX_CURSOR = 1024;

    private final Json json;
    private final RequestHead head;
    private final RouteRule rule;
    private final Map<String, String> variables;
    private final Map<String, String> query;
    private final OptionalLong ifMatch;
    private final Caller caller;
    private final byte[] packed;
    private final CompletionStage<?> gone;
    /** Unpacked when it is first asked for; guarded by this. */
    private Optional<byte[]> unpacked = Optional.empty();

    RequestCall(Json json, RequestHead head, Admitted admitted, byte[] packed, CompletionStage<?> gone) {
        this.json = json;
        this.head = head;
        this.rule = admitted.rule();
        this.variables = admitted.variables();
        this.query = admitted.query();
        this.ifMatch = admitted.ifMatch();
        this.caller = admitted.caller();
        this.packed = packed;
        this.gone = gone;
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new PenstockException(ErrorKind.BUG, "http.path", rule.name() + " has no variable " + name);
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    @Override
    public boolean flag(String name) {
        return query(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrongQuery(name, "true or false");
        }).orElse(false);
    }

    @Override
    public Optional<String> header(String name) {
        return head.header(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public <T> T body(Class<T> type) {
        byte[] bytes = bytes();
        if (bytes.length == 0) {
            throw PenstockException.invalid(ProblemCode.REQUEST_BODY.code(), "there is no body");
        }
        return rule.isProtocol() ? json.readTolerant(bytes, type) : json.read(bytes, type);
    }

    @Override
    public boolean hasBody() {
        return packed.length > 0;
    }

    @Override
    public synchronized byte[] bytes() {
        if (unpacked.isEmpty()) {
            boolean gzip = header("content-encoding").filter(name -> name.equalsIgnoreCase("gzip")).isPresent();
            unpacked = Optional.of(gzip && packed.length > 0 ? Gzip.unpack(packed, rule.maxBody()) : packed);
        }
        return unpacked.get();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public InetAddress from() {
        return head.from();
    }

    @Override
    public String requestId() {
        return head.id();
    }

    @Override
    public long ifMatch() {
        return ifMatch.orElseThrow(() -> new PenstockException(ErrorKind.BUG, "http.if-match", rule.name()
                + " does not demand If-Match"));
    }

    @Override
    public Page page() {
        int limit = query("limit").map(text -> number("limit", text, 1, Page.MAX)).orElse(Page.USUAL);
        query("after").filter(text -> text.isEmpty() || text.length() > MAX_CURSOR).ifPresent(text -> {
            throw wrongQuery("after", "what \"next\" said");
        });
        return new Page(limit, query("after"));
    }

    @Override
    public Optional<Duration> waitFor() {
        return query("wait").map(text -> number("wait", text, 0, MAX_WAIT_SECONDS)).filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    @Override
    public CompletionStage<?> gone() {
        return gone;
    }

    private static int number(String name, String text, int least, int most) {
        if (NUMBER.matcher(text).matches()) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw wrongQuery(name, least + " to " + most);
    }

    private static PenstockException wrongQuery(String name, String expected) {
        return PenstockException.invalid(ProblemCode.REQUEST_QUERY.code(), "the parameter " + name + ": expected " + expected);
    }
}
