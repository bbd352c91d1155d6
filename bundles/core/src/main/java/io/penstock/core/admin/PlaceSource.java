package io.penstock.core.admin;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Tells where a person finds what a bundle offers: addresses, files. A service; {@code penstock status} shows every one. */
@ConsumerType
public interface PlaceSource {
    /**
     * By its name, in a few words ({@code metrics}, {@code console password}), each thing that is there now: a URL or an
     * absolute path as it can be opened. Quick, never blocks, callable from any thread.
     */
    Map<String, String> places();
}
