package io.penstock.plugin.telemetry;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which pipe's node serves which address, for all outputs of the plugin. Thread-safe. */
final class Served {
    private final ConcurrentMap<ScrapeAddress, Owner> owners = new ConcurrentHashMap<>();
    private final ConcurrentMap<Owner, String> urls = new ConcurrentHashMap<>();

    /** A node of a pipe. */
    record Owner(String pipe, String node) {
        @Override
        public String toString() {
            return "the pipe " + pipe + " (node " + node + ")";
        }
    }

    /** Takes an address for an owner; gives the other one that has it, if any. Port 0 is nobody's. */
    Optional<Owner> claim(ScrapeAddress address, Owner owner) {
        return address.port() == 0 ? Optional.empty() : Optional.ofNullable(owners.putIfAbsent(address, owner));
    }

    /** The owner listens there. */
    void listens(Owner owner, String url) {
        urls.put(owner, url);
    }

    /** The owner listens there no more; it may be somewhere else by now. */
    void silent(Owner owner, String url) {
        urls.remove(owner, url);
    }

    /** The owner gives an address back. */
    void release(ScrapeAddress address, Owner owner) {
        owners.remove(address, owner);
    }

    /** As people look for them: {@code scrape host.scrape} is the output {@code scrape} of the pipe {@code host}. */
    Map<String, String> places() {
        Map<String, String> places = new TreeMap<>();
        urls.forEach((owner, url) -> places.put("scrape " + owner.pipe() + "." + owner.node(), url));
        return places;
    }
}
