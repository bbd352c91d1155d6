package io.penstock.tunnel.testing;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.penstock.tunnel.dial.Resolver;
import io.penstock.tunnel.policy.HostName;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Knows the names it was told. Thread-safe. */
public class FixedResolver implements Resolver {
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();

    /** How often it was asked. */
    public int asked() {
        return asked.get();
    }

    /** From now on the name leads there. */
    public FixedResolver with(String name, String... addresses) {
        known.put(name, Stream.of(addresses).map(FixedResolver::address).toList());
        return this;
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void resolve(HostName host, EventExecutor loop, Answer answer) {
        asked.incrementAndGet();
        List<InetAddress> found = host.address().map(List::of).orElseGet(() -> known.getOrDefault(host.text(), List.of()));
        loop.execute(() -> {
            if (found.isEmpty()) {
                answer.failed("the name " + host.text() + " has no address here");
            } else {
                answer.found(found);
            }
        });
    }
}
