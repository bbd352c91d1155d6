package io.penstock.tunnel.agent;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.dial.DialFailure;
import io.penstock.tunnel.policy.AllowList;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.settings.TunnelSettings;
import io.penstock.tunnel.wire.api.OpenCode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The targets by name, and what may be dialled. Immutable: a change of settings makes another.
 *
 * @param named in the order of the settings
 */
record TargetBook(Map<String, TargetAddress> named, AllowList allow, Duration connectTimeout, Duration healthCheck) {
    /** What the settings say. */
    static TargetBook of(TunnelSettings settings) {
        Map<String, TargetAddress> named = new LinkedHashMap<>();
        settings.targets().forEach((name, target) -> named.put(name, target.place()));
        return new TargetBook(Collections.unmodifiableMap(named), AllowList.parse(settings.allow()), settings.connectTimeout(),
                settings.healthCheck());
    }

    /** Finds what was asked for: a name, or HOST:PORT; gives one of the two what it is. */
    <T> T find(String asked, Function<TargetAddress, T> found, Function<DialFailure, T> failed) {
        TargetAddress known = named.get(asked);
        if (known != null) {
            return found.apply(known);
        }
        if (asked.indexOf(':') < 0) {
            return failed.apply(new DialFailure(OpenCode.NO_TARGET, "this agent has no target \"" + asked
                    + "\"; its targets are in [tunnel.targets], and every other is written HOST:PORT"));
        }
        TargetAddress address;
        try {
            address = TargetAddress.parse(asked);
        } catch (PenstockException e) {
            return failed.apply(new DialFailure(OpenCode.NO_TARGET, e.getMessage()));
        }
        return found.apply(address);
    }
}
