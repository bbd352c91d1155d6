package io.penstock.tunnel.gateway;

import io.penstock.tunnel.gateway.settings.GatewaySettings;

/** The settings of the moment. Thread-safe. */
final class LiveSettings {
    private volatile GatewaySettings now;

    LiveSettings(GatewaySettings first) {
        now = first;
    }

    GatewaySettings now() {
        return now;
    }

    void become(GatewaySettings next) {
        now = next;
    }
}
