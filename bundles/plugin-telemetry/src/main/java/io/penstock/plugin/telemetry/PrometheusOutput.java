package io.penstock.plugin.telemetry;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.RejectedEvents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the latest values and serves them. Written by the output's thread, scraped by others. */
final class PrometheusOutput implements Output {
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusOutput.class);

    private final PrometheusOptions options;
    private final ScrapeAddress address;
    private final Served.Owner owner;
    private final Served served;
    private final SeriesTable table;
    // Guarded by this.
    private ScrapeServer server;
    private boolean closed;

    /** @param served who serves which address, for all outputs of the plugin */
    PrometheusOutput(PrometheusOptions options, NodeContext context, Served served) {
        this.options = options;
        this.address = ScrapeAddress.parse(options.address());
        this.owner = new Served.Owner(context.pipe(), context.node());
        this.served = served;
        this.table = new SeriesTable(options, context.clock());
    }

    @Override
    public synchronized void open() {
        if (closed || server != null) {
            return;
        }
        claim();
        try {
            server = ScrapeServer.open(resolved(), options.tls(), options.path(), table::text);
            served.listens(owner, url());
            LOG.info("prometheus: to be scraped at {}", url());
            if (options.tls().isEmpty() && !Hosts.isLoopback(address.host())) {
                LOG.warn("prometheus: {} can be reached by other machines, in plain text, by anybody", address);
            }
        } catch (IOException e) {
            throw PenstockException.retry("prometheus.address-in-use", "cannot listen on " + address + ": "
                    + PenstockException.describe(e) + "; another program may have it: set another address", e);
        } finally {
            if (server == null) {
                served.release(address, owner);
            }
        }
    }

    private void claim() {
        served.claim(address, owner).ifPresent(other -> {
            throw new PenstockException(ErrorKind.CONFLICT, "prometheus.address-taken", address + " is served by "
                    + other + ": give each pipe an address of its own, or let both feed one output");
        });
    }

    private String url() {
        return (options.tls().isPresent() ? "https" : "http") + "://"
                + new ScrapeAddress(address.host(), server.address().getPort()) + options.path();
    }

    private InetSocketAddress resolved() {
        InetSocketAddress resolved = address.resolve();
        if (resolved.isUnresolved()) {
            throw PenstockException.retry("prometheus.unknown-host", "the host of " + address + " is not known", null);
        }
        return resolved;
    }

    @Override
    public void write(Batch batch) {
        open();
        Map<Integer, String> rejected = new TreeMap<>();
        for (int i = 0; i < batch.events().size(); i++) {
            try {
                table.put(batch.events().get(i));
            } catch (PenstockException e) {
                rejected.put(i, e.getMessage());
            }
        }
        if (!rejected.isEmpty()) {
            throw new RejectedEvents(rejected);
        }
    }

    /** The port in use; 0 when there is none. */
    synchronized int port() {
        return server == null ? 0 : server.address().getPort();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            served.silent(owner, url());
            server.close();
            server = null;
            served.release(address, owner);
        }
    }
}
