package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
    private static final int KIB = 1024;
    private static final int MIB = 1 << 20;
    private static final long MS = 1_000_000;

    private final ReceiveBudget budget = new ReceiveBudget(64L * MIB);
    private long now;

    private ReceiveWindow window() {
        ReceiveWindow window = new ReceiveWindow(budget, YamuxSettings.defaults(), now);
        window.grantInitial();
        return window;
    }

    /** Half windows come and are consumed, each in so many milliseconds; returns the last credit given. */
    private int flow(ReceiveWindow window, int times, long millisEach) {
        int granted = 0;
        for (int i = 0; i < times; i++) {
            now += millisEach * MS;
            int size = window.window() / 2;
            window.accept(size);
            if (window.consumed(size)) {
                granted = window.grant(now, 50 * MS);
            }
        }
        return granted;
    }

    @Test
    void growsWhileHalfAWindowIsConsumedInAboutARoundTrip() {
        ReceiveWindow window = window();
        flow(window, 8, 50);
        assertThat(window.window()).isEqualTo(16 * MIB);
    }

    @Test
    void staysWhenTheConsumerIsSlowerThanTheLink() {
        ReceiveWindow window = window();
        flow(window, 8, 300);
        assertThat(window.window()).isEqualTo(MIB);
    }

    @Test
    void shrinksByGrantingNothingWhenItIsFarTooLarge() {
        ReceiveWindow window = window();
        flow(window, 8, 50);
        now += 60_000 * MS;
        assertThat(window.accept(8 * MIB)).isTrue();
        assertThat(window.consumed(8 * MIB)).isTrue();
        assertThat(window.grant(now, 50 * MS)).isZero();
        assertThat(window.window()).isEqualTo(8 * MIB);
    }

    @Test
    void doesNotGrowBeforeTheRoundTripIsKnown() {
        ReceiveWindow window = window();
        window.accept(512 * KIB);
        window.consumed(512 * KIB);
        assertThat(window.grant(now, 0)).isEqualTo(512 * KIB);
        assertThat(window.window()).isEqualTo(MIB);
    }

    @Test
    void windowsTogetherLeaveRoomForOthersAndKeepTheBudget() {
        List<ReceiveWindow> windows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            windows.add(window());
        }
        windows.forEach(window -> flow(window, 10, 50));
        long all = windows.stream().mapToLong(ReceiveWindow::window).sum();
        assertThat(all).isLessThanOrEqualTo(64L * MIB);
        assertThat(windows.get(0).window()).isEqualTo(16 * MIB);
        assertThat(windows.get(4).window()).isGreaterThan(2 * MIB);
    }

    @Test
    void busyStreamsComeToShareWhatCanBeLent() {
        List<ReceiveWindow> windows = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            windows.add(window());
        }
        for (int round = 0; round < 50; round++) {
            windows.forEach(window -> flow(window, 1, 10));
        }
        assertThat(windows).allMatch(window -> window.window() > 6 * MIB && window.window() < 9 * MIB);
    }

    @Test
    void manyIdleStreamsLeaveABusyOneRoomToGrow() {
        for (int i = 0; i < 10_000; i++) {
            window();
        }
        ReceiveWindow busy = window();
        flow(busy, 10, 50);
        assertThat(busy.window()).isGreaterThan(2 * MIB);
    }

    @Test
    void givesBackWhatAStreamBorrowedWhenItIsGone() {
        ReceiveWindow window = window();
        flow(window, 8, 50);
        window.accept(1000);
        window.release();
        assertThat(budget.lent()).isZero();
        assertThat(budget.held()).isZero();
    }

    @Test
    void takesNoMoreThanTheCreditAndKnowsAConsumerThatMiscounts() {
        ReceiveWindow window = window();
        assertThat(window.accept(MIB + 1)).isFalse();
        assertThat(window.accept(MIB)).isTrue();
        assertThat(window.accept(1)).isFalse();
        assertThatThrownBy(() -> window.consumed(MIB + 1)).hasMessageContaining("consumed");
    }
}
