package io.penstock.cli.server;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.ServerPin;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One connection to a server, kept for the next question. Its own HTTP/1.1, because the JDK's small client cannot PATCH
 * and its large one takes longer to load than a command may take. One thread.
 */
final class ServerLink implements AutoCloseable {
    private static final int CONNECT_MS = 10_000;
    private static final int ANSWER_MS = 120_000;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_HEADERS = 100;

    private final URI server;
    private final Optional<SSLContext> context;
    private final boolean named;
    private Socket socket;
    private InputStream in;
    private boolean used;

    /** @param server what is asked; it is connected at the first question */
    ServerLink(ServerContext server) {
        this.server = server.url();
        this.context = "https".equals(server.url().getScheme()) ? Optional.of(context(server)) : Optional.empty();
        this.named = server.pin().isEmpty();
    }

    private static SSLContext context(ServerContext server) {
        return server.pin().map(pin -> new ServerPin(pin).context()).orElseGet(() -> Authorities.context(server.ca()));
    }

    /**
     * Asks one thing.
     *
     * @param body JSON; null sends none
     * @throws PenstockException RETRY: nobody answers; DENIED: the server is another than the one meant
     */
    HttpReply call(String method, String target, Map<String, String> headers, String body) {
        boolean again = used;
        try {
            return once(method, target, headers, body);
        } catch (SSLException e) {
            close();
            throw Refusals.tls(server, e);
        } catch (IOException e) {
            close();
            if (again) {
                // A kept connection may have been closed meanwhile; questions may be asked twice, creations carry a key.
                return call(method, target, headers, body);
            }
            throw Refusals.unreachable(server, e);
        }
    }

    private HttpReply once(String method, String target, Map<String, String> headers, String body) throws IOException {
        send(method, target, headers, body);
        HttpBody answer = new HttpBody(in);
        int status = status(answer.line());
        Map<String, String> fields = fields(answer);
        boolean bare = status == 204 || status == 304;
        HttpReply reply = new HttpReply(status, fields, bare ? "" : answer.text(fields));
        used = true;
        if ("close".equalsIgnoreCase(fields.get("connection"))) {
            close();
        }
        return reply;
    }

    /** Asks for what has no end; the connection is the stream's from then on. A refusal is an ordinary reply. */
    HttpReply stream(String target, Map<String, String> headers, Lines lines) {
        try {
            send("GET", target, headers, null);
            HttpBody answer = new HttpBody(in);
            int status = status(answer.line());
            Map<String, String> fields = fields(answer);
            if (status != 200) {
                return new HttpReply(status, fields, answer.text(fields));
            }
            lines.read(answer.stream(fields));
            return new HttpReply(status, fields, "");
        } catch (SSLException e) {
            throw Refusals.tls(server, e);
        } catch (IOException e) {
            throw Refusals.unreachable(server, e);
        } finally {
            close();
        }
    }

    /** Takes a stream. */
    interface Lines {
        void read(InputStream in) throws IOException;
    }

    private void send(String method, String target, Map<String, String> headers, String body) throws IOException {
        if (socket == null) {
            connect();
        }
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        StringJoiner head = new StringJoiner("\r\n", "", "\r\n\r\n");
        head.add(method + " " + target + " HTTP/1.1").add("Host: " + server.getRawAuthority()).add("User-Agent: penstock-cli");
        headers.forEach((name, value) -> head.add(name + ": " + value));
        if (body != null) {
            head.add("Content-Type: application/json").add("Content-Length: " + bytes.length);
        } else if (!method.equals("GET")) {
            head.add("Content-Length: 0");
        }
        byte[] first = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(first, first.length + bytes.length);
        System.arraycopy(bytes, 0, all, first.length, bytes.length);
        socket.getOutputStream().write(all);
        socket.getOutputStream().flush();
    }

    private void connect() throws IOException {
        int port = server.getPort() >= 0 ? server.getPort() : context.isPresent() ? HTTPS_PORT : HTTP_PORT;
        String host = server.getHost().replaceAll("^\\[|]$", "");
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_MS);
            plain.setSoTimeout(ANSWER_MS);
            socket = context.isPresent() ? encrypted(plain, host, port) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        used = false;
    }

    private SSLSocket encrypted(Socket plain, String host, int port) throws IOException {
        SSLSocket tls = (SSLSocket) context.orElseThrow().getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (named) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("expected an HTTP answer, but found \"" + line + "\"");
        }
        return Integer.parseInt(parts[1]);
    }

    private static Map<String, String> fields(HttpBody answer) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = answer.line(); !line.isEmpty(); line = answer.line()) {
            int colon = line.indexOf(':');
            if (colon > 0 && fields.size() < MAX_HEADERS) {
                fields.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    @Override
    public void close() {
        try (Socket open = socket) {
            socket = null;
        } catch (IOException e) {
            // It is of no use any more either way.
            return;
        }
    }
}
