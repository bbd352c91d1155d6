package io.penstock.relay.server;

import io.penstock.core.plugin.InputFeed;
import io.penstock.relay.wire.alumet.api.AlumetCodec;
import io.penstock.relay.wire.alumet.api.AlumetMessage;
import io.penstock.relay.wire.alumet.api.AlumetMessage.Greet;
import io.penstock.relay.wire.alumet.api.AlumetMessage.GreetResponse;
import io.penstock.relay.wire.alumet.api.AlumetMessage.RegisterMetrics;
import io.penstock.relay.wire.alumet.api.AlumetMessage.SendMeasurements;
import io.penstock.relay.wire.alumet.api.AlumetReceiver;
import io.penstock.relay.wire.api.Decoded;
import io.penstock.relay.wire.api.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the frames of a client of Alumet's go through. Nothing of it can be asked for again, so it has no position, and what
 * is in the pipe when that crashes is lost, as it would be in Alumet. The input's thread.
 */
final class AlumetIntake implements Intake {
    private static final Logger LOG = LoggerFactory.getLogger(RelayServerCapability.PID);

    private final String name;
    private final Client client;
    private final AlumetReceiver receiver;

    AlumetIntake(Relay relay, String name, Client client) {
        this.name = name;
        this.client = client;
        this.receiver = new AlumetReceiver(new SeriesNaming(relay, name, renamed -> { }));
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public int work(Frame frame, InputFeed feed) throws InterruptedException {
        client.counters().bytes.add((long) frame.sizeBytes() + Integer.BYTES);
        AlumetMessage message = AlumetCodec.decode(frame);
        if (message instanceof RegisterMetrics metrics) {
            receiver.register(metrics);
        } else if (message instanceof SendMeasurements measurements) {
            return take(receiver.measurements(measurements), feed);
        } else if (message instanceof Greet || message instanceof GreetResponse) {
            throw Handshake.malformed("a greeting in the middle of Alumet's relay");
        }
        return 0;
    }

    private int take(Decoded points, InputFeed feed) throws InterruptedException {
        client.counters().events.add(points.events().size());
        feed.emit(points.events());
        if (!points.unfit().isEmpty()) {
            if (client.counters().unfit.sum() == 0) {
                LOG.warn("Alumet's client \"{}\" sends points that are left out and counted; the first: {}", name,
                        points.unfit().get(0).reason());
            }
            client.counters().unfit.add(points.unfit().size());
        }
        return points.count();
    }
}
