package io.penstock.plugin.net;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventLine;
import io.penstock.core.event.EventText;
import io.penstock.core.plugin.Output;
import io.penstock.plugin.net.TcpOutputOptions.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/**
 * One connection, kept from batch to batch. A batch counts as delivered when the kernel has it: the protocol has no
 * answer to wait for. Written by one thread, closed by any.
 */
final class TcpOutput implements Output {
    private static final int CHUNK_CHARS = 64 << 10;
    private static final int SMALLEST_WAIT_MS = 1;

    private final TcpOutputOptions options;
    private Socket socket;
    private boolean closed;

    TcpOutput(TcpOutputOptions options) {
        this.options = options;
    }

    @Override
    public void open() throws IOException {
        drop();
        Socket fresh = new Socket();
        try {
            int timeoutMs = (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis());
            fresh.connect(new InetSocketAddress(options.host(), options.port()), timeoutMs);
            fresh.setTcpNoDelay(true);
            fresh.setSoTimeout(timeoutMs);
            Socket ready = options.encrypted() ? secured(fresh) : fresh;
            ready.setSoTimeout(SMALLEST_WAIT_MS);
            keep(ready);
        } catch (IOException e) {
            fresh.close();
            throw PenstockException.retry("net.connect", "cannot connect to " + options.host() + ":" + options.port() + ": "
                    + PenstockException.describe(e), e);
        }
    }

    private Socket secured(Socket plain) throws IOException {
        var tls = options.tls().orElseThrow();
        SSLSocket secure = (SSLSocket) tls.context().getSocketFactory()
                .createSocket(plain, options.host(), options.port(), true);
        secure.setSSLParameters(tls.parameters());
        secure.startHandshake();
        return secure;
    }

    private synchronized void keep(Socket ready) throws IOException {
        if (closed) {
            ready.close();
            throw new PenstockException(ErrorKind.CLOSED, "net.closed", "the output is closed");
        }
        socket = ready;
    }

    @Override
    public void write(Batch batch) throws IOException {
        try {
            OutputStream out = alive().getOutputStream();
            StringBuilder text = new StringBuilder(CHUNK_CHARS + CHUNK_CHARS / 4);
            for (Event event : batch.events()) {
                append(text, event);
                if (text.length() >= CHUNK_CHARS) {
                    flush(text, out);
                }
            }
            flush(text, out);
            out.flush();
        } catch (IOException e) {
            drop();
            throw PenstockException.retry("net.write", "the connection to " + options.host() + ":" + options.port()
                    + " was lost: " + PenstockException.describe(e), e);
        }
    }

    /** Sees that the peer has gone before anything is written into the void. What the peer says is ignored. */
    private Socket alive() throws IOException {
        Socket present = current();
        try {
            InputStream in = present.getInputStream();
            in.skipNBytes(in.available());
            if (in.read() >= 0) {
                return present;
            }
        } catch (SocketTimeoutException e) {
            return present;
        } catch (IOException e) {
            // It is gone: a new one takes its place.
        }
        open();
        return current();
    }

    private Socket current() throws IOException {
        Socket present = held();
        if (present == null) {
            open();
            present = held();
        }
        if (present == null) {
            throw new PenstockException(ErrorKind.CLOSED, "net.closed", "the output is closed");
        }
        return present;
    }

    private synchronized Socket held() {
        return socket;
    }

    private void append(StringBuilder text, Event event) {
        if (options.format() == Format.JSON) {
            EventText.appendJson(text, event.fields());
        } else {
            EventLine.appendText(text, event);
        }
        text.append('\n');
    }

    private static void flush(StringBuilder text, OutputStream out) throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }

    private synchronized void drop() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
            socket = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }
}
