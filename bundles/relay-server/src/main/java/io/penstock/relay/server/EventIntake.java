package io.penstock.relay.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import io.penstock.relay.wire.api.DataDecoder;
import io.penstock.relay.wire.api.Decoded;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.NoticeCode;
import io.penstock.relay.wire.api.RelayProtocol;
import io.penstock.relay.wire.api.SeriesKey;
import io.penstock.relay.wire.api.WireLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one session's frames go through: to events, without those that came before, to the pipe. The input's thread. */
final class EventIntake implements Intake {
    private static final Logger LOG = LoggerFactory.getLogger(RelayServerCapability.PID);
    /** Those of the Proof, and some that are opened while the connection lasts. */
    private static final int MAX_EPOCHS = 2 * RelayProtocol.MAX_EPOCHS;

    private final Relay relay;
    private final Session session;
    private final Client client;
    private final SeriesNaming naming;
    private final Map<Long, EpochLog> logs = new HashMap<>(2);
    private DataDecoder decoder;

    EventIntake(Relay relay, Session session) {
        this.relay = relay;
        this.session = session;
        this.client = session.client();
        this.naming = new SeriesNaming(relay, session.name(), this::renamed);
    }

    @Override
    public Client client() {
        return client;
    }

    private void renamed(String message) {
        session.notice(NoticeCode.METRIC_RENAMED, message);
    }

    @Override
    public int work(Frame frame, InputFeed feed) throws InterruptedException {
        client.counters().bytes.add((long) frame.sizeBytes() + Frame.HEADER_BYTES);
        Optional<Decoded> decoded = decode(frame);
        if (decoded.isEmpty()) {
            return 0;
        }
        take(decoded.get(), feed);
        return decoded.get().count();
    }

    private Optional<Decoded> decode(Frame frame) {
        try {
            return decoder().decode(frame);
        } catch (PenstockException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("a defect: a frame of relay client \"{}\" could not be read", session.name(), e);
            throw Handshake.malformed("a frame that could not be read");
        }
    }

    /** Made with the first frame: an idle client needs none. */
    private DataDecoder decoder() {
        if (decoder == null) {
            decoder = new DataDecoder(new WireLimits(relay.maxFrameBytes(), Relay.MAX_EVENTS, Relay.MAX_SERIES),
                    naming);
        }
        return decoder;
    }

    private void take(Decoded all, InputFeed feed) throws InterruptedException {
        if (all.first() < 0 || all.next() < 0) {
            throw Handshake.malformed("events numbered 2^63 and more");
        }
        EpochLog log = log(all);
        long wanted = log.next();
        Decoded fresh = all.from(wanted);
        client.counters().duplicates.add((long) all.count() - fresh.count());
        if (fresh.count() == 0) {
            return;
        }
        if (log.hasMoved()) {
            // Behind a checkpoint that is older than what was acknowledged nothing is missing.
            client.counters().missing.add(Math.max(0, all.first() - wanted));
        }
        // Counted before the pipe can acknowledge: who was acknowledged finds its events in the figures.
        client.counters().events.add(fresh.events().size());
        log.hand(feed, fresh);
        unfit(fresh);
        lag(fresh.events());
    }

    private EpochLog log(Decoded frame) {
        EpochLog known = logs.get(frame.epoch());
        if (known != null) {
            return known;
        }
        if (logs.size() >= MAX_EPOCHS) {
            throw new PenstockException(ErrorKind.RETRY, "relay.epochs", "more than " + MAX_EPOCHS
                    + " epochs in one connection");
        }
        EpochLog log = relay.clients().open(client, frame.epoch(), frame.first());
        logs.put(frame.epoch(), log);
        session.follow(log, frame.first());
        return log;
    }

    private void unfit(Decoded frame) {
        if (!frame.unfit().isEmpty()) {
            if (client.counters().unfit.sum() == 0) {
                LOG.warn("relay client \"{}\" sends events that can be none, which are left out and counted; the first: {}",
                        session.name(), frame.unfit().get(0).reason());
            }
            client.counters().unfit.add(frame.unfit().size());
            session.notice(NoticeCode.EVENTS_UNFIT, frame.unfit().size() + " events cannot be represented: "
                    + frame.unfit().get(0).reason());
        }
    }

    private void lag(List<Event> events) {
        if (!events.isEmpty()) {
            Event newest = events.get(events.size() - 1);
            client.lagMillis(Duration.between(newest.time(), relay.clock().now()).toMillis());
        }
    }
}
