package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** The gateway's certificate: that of the settings, or one of its own, made once. */
public final class Certificates {
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1");

    private Certificates() {
    }

    /** Blocks on the disk. */
    public static GatewayCertificate of(GatewaySettings settings, Path data, Clock clock, SecureRandom random) {
        return settings.certificate().map(file -> GatewayCertificate.read(file, settings.key().orElseThrow()))
                .orElseGet(() -> GatewayCertificate.selfSigned(data.resolve("tunnel-gateway"), NAMES, clock, random));
    }
}
