package io.penstock.tunnel.link;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.dial.Resolver;
import io.penstock.tunnel.dial.Timers;
import io.penstock.yamux.api.YamuxSettings;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What everything of one process shares. Immutable.
 *
 * @param yamux limits of each connection
 * @param instance 128 random bits as hex, by which a gateway knows that connections are of one process
 * @param software for people at the gateway
 */
public record Surroundings(Clock clock, Timers timers, Resolver resolver, SecureRandom random, YamuxSettings yamux,
        String instance, String software) {
    private static final int INSTANCE_BYTES = 16;

    /** The real ones. */
    public static Surroundings real(Resolver resolver, SecureRandom random, String software) {
        return new Surroundings(Clock.system(), Timers.REAL, resolver, random, YamuxSettings.defaults(), instance(random), software);
    }

    /** A new instance. */
    public static String instance(SecureRandom random) {
        byte[] bytes = new byte[INSTANCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
