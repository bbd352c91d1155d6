package io.penstock.core.health;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Tells how a capability and its parts are; a service, asked by {@code /health} and {@code penstock status}. */
@ConsumerType
public interface HealthSource {
    /** The capability: {@code pipes}, {@code tunnel}. */
    String capability();

    /** Every part by name ({@code ""} for the capability itself). Quick, never blocks, callable from any thread. */
    Map<String, Health> health();
}
