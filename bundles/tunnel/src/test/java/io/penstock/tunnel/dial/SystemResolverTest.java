package io.penstock.tunnel.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.ImmediateEventExecutor;
import io.penstock.core.time.ManualClock;
import io.penstock.tunnel.policy.HostName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SystemResolverTest {
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final AtomicInteger lookups = new AtomicInteger();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private void ask(SystemResolver resolver, String name) {
        resolver.resolve(HostName.parse(name), ImmediateEventExecutor.INSTANCE, new Resolver.Answer() {
            @Override
            public void found(List<InetAddress> addresses) {
                answers.add(addresses.toString());
            }

            @Override
            public void failed(String reason) {
                answers.add(reason);
            }
        });
    }

    private String answer() throws InterruptedException {
        return answers.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void addressesAreNotLookedUp() throws InterruptedException {
        try (SystemResolver resolver = new SystemResolver(clock, name -> {
            throw new UnknownHostException(name);
        })) {
            ask(resolver, "10.1.2.3");
            assertThat(answer()).isEqualTo("[/10.1.2.3]");
        }
    }

    @Test
    void anAnswerIsKeptForAFewSeconds() throws InterruptedException {
        try (SystemResolver resolver = new SystemResolver(clock, name -> new InetAddress[] {
                InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) lookups.incrementAndGet()})})) {
            ask(resolver, "db.internal");
            assertThat(answer()).isEqualTo("[/10.0.0.1]");
            ask(resolver, "DB.internal.");
            assertThat(answer()).isEqualTo("[/10.0.0.1]");
            clock.advance(SystemResolver.FRESH);
            ask(resolver, "db.internal");
            assertThat(answer()).isEqualTo("[/10.0.0.2]");
        }
    }

    @Test
    void aNameThatHasNoAddressIsToldAndNotKept() throws InterruptedException {
        try (SystemResolver resolver = new SystemResolver(clock, name -> {
            lookups.incrementAndGet();
            throw new UnknownHostException(name);
        })) {
            ask(resolver, "db.internal");
            assertThat(answer()).isEqualTo("the name db.internal has no address here");
            ask(resolver, "db.internal");
            assertThat(answer()).isNotNull();
            assertThat(lookups).hasValue(2);
        }
    }

    @Test
    void asksOnceForANameThatManyWantAndForNoMoreThanTheLimit() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        try (SystemResolver resolver = new SystemResolver(clock, name -> held(go))) {
            for (int i = 0; i < 10; i++) {
                ask(resolver, "db.internal");
            }
            for (int i = 1; i < SystemResolver.MAX_LOOKUPS; i++) {
                ask(resolver, "db" + i + ".internal");
            }
            assertThat(answers).isEmpty();
            ask(resolver, "one.too.many");
            assertThat(answer()).contains("too many names");
            go.countDown();
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 9 + SystemResolver.MAX_LOOKUPS; i++) {
                all.add(answer());
            }
            assertThat(all).containsOnly("[/10.0.0.1]");
            assertThat(lookups).hasValue(SystemResolver.MAX_LOOKUPS);
        }
    }

    private InetAddress[] held(CountDownLatch go) throws UnknownHostException {
        lookups.incrementAndGet();
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new InetAddress[] {InetAddress.getByAddress(new byte[] {10, 0, 0, 1})};
    }
}
