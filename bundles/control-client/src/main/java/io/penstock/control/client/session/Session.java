package io.penstock.control.client.session;

import io.penstock.control.api.EnrollAnswer;
import io.penstock.control.api.EnrollStatus;
import io.penstock.control.api.SyncAnswer;
import io.penstock.control.client.identity.Identity;
import io.penstock.control.client.identity.IdentityFiles;
import io.penstock.control.client.report.Reporter;
import io.penstock.control.client.wire.Refusal;
import io.penstock.control.client.wire.Reply;
import io.penstock.control.client.wire.ServerCalls;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enrols, then asks the server again and again, for as long as it is open; whatever the server says or does not say, what
 * runs on this agent runs on. One thread of its own, and one more for a request that waits at the server.
 */
public final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.client");
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(3);
    private static final Duration GOODBYE_DEADLINE = Duration.ofMillis(1500);
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final String server;
    private final ServerCalls calls;
    private final IdentityFiles identity;
    private final Enrolment enrolment;
    private final Reporter reporter;
    private final Listener listener;
    private final Pace pace;
    private final StandingBoard board;
    private final Wakeup wakeup;
    private final WaitingRequest waiting;
    private final Thread thread;
    private final Clock clock;
    private boolean tryKeyNext;
    private Optional<Long> enrolledAt = Optional.empty();

    Session(SessionSetup setup, Reporter reporter, Listener listener, StandingBoard board) {
        this.server = setup.server();
        this.calls = setup.calls();
        this.identity = setup.identity();
        this.enrolment = setup.enrolment();
        this.pace = setup.pace();
        this.clock = setup.clock();
        this.reporter = reporter;
        this.listener = listener;
        this.board = board;
        this.wakeup = new Wakeup(setup.clock());
        this.waiting = new WaitingRequest(setup, reporter, wakeup);
        this.thread = Workers.thread("control-client", this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** There is something the server should know soon. */
    public void nudge() {
        wakeup.nudge();
    }

    private void run() {
        try {
            listener.begin();
            if (identity.token().isPresent()) {
                wakeup.sleep(pace.first());
            }
            while (!wakeup.stopped()) {
                wakeup.sleep(turn());
            }
            goodbye();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One thing after the other; gives how long to rest before the next. */
    private Duration turn() throws InterruptedException {
        try {
            if (identity.identity().removed()) {
                board.is(Standing.Kind.REMOVED, "the server has taken this agent away; penstock control reset lets it enrol anew");
                return FOR_EVER;
            }
            return identity.token().isEmpty() || tryKeyNext ? enrol() : sync();
        } catch (PenstockException e) {
            return failed(e);
        } catch (RuntimeException e) {
            if (wakeup.stopped()) {
                return Duration.ZERO;
            }
            LOG.error("A request to {} failed for a defect of ours", server, e);
            return pace.slow();
        }
    }

    private Duration failed(PenstockException failure) {
        waiting.forget();
        if (wakeup.stopped()) {
            return Duration.ZERO;
        }
        if (failure.kind() == ErrorKind.RETRY) {
            board.is(Standing.Kind.UNREACHABLE, failure.getMessage());
            return pace.failed(Optional.empty());
        }
        board.is(Standing.Kind.REFUSED, failure.code() + ": " + failure.getMessage());
        return pace.slow();
    }

    private Duration enrol() throws InterruptedException {
        tryKeyNext = false;
        Optional<Secret> key = enrolment.key();
        if (key.isEmpty()) {
            board.is(Standing.Kind.REFUSED, enrolment.hasKey() ? "the server of this process is not there yet"
                    : "this agent has no credential, api-key or enrolment-key: give one in [control-client]");
            return enrolment.hasKey() ? pace.failed(Optional.empty()) : pace.slow();
        }
        if (board.now().kind() == Standing.Kind.STARTING) {
            board.is(Standing.Kind.ENROLLING, "Asks " + server + " for a credential");
        }
        Identity self = identity.identity();
        Reply<EnrollAnswer> reply = calls.enroll(key.get(), enrolment.request(self, identity.token()));
        if (reply instanceof Reply.Refused<EnrollAnswer> refused) {
            return refused(refused.refusal());
        }
        return reply instanceof Reply.Done<EnrollAnswer> done ? enrolled(self, done.body()) : pace.slow();
    }

    private Duration enrolled(Identity self, EnrollAnswer answer) {
        pace.told(answer.sync());
        pace.went();
        if (answer.status() == EnrollStatus.PENDING || answer.credential().isEmpty()) {
            board.is(Standing.Kind.PENDING, "Waits for a person to approve it: penstock agents approve " + answer.name());
            return pace.next();
        }
        listener.enrolled(answer.agentId(), answer.name(), answer.storeId(), answer.signingKeys());
        identity.keep(self.enrolled(answer.agentId(), answer.name(), answer.storeId()));
        identity.credential(answer.credential().get().token());
        listener.identified();
        reporter.all();
        enrolledAt = Optional.of(clock.nanoTime());
        return Duration.ZERO;
    }

    /** Without anything to tell, a request may wait at the server; one with news is made beside it. */
    private Duration sync() throws InterruptedException {
        boolean news = wakeup.takeNudge() || reporter.hasNews();
        if (!news && isWaitingAllowed()) {
            Optional<WaitingRequest.Came> came = waiting.turn(pace.patience());
            return came.isEmpty() ? Duration.ZERO : came(came.get());
        }
        waiting.supersede();
        Reporter.Told told = reporter.next(false);
        Secret token = identity.token().orElseThrow();
        Reply<SyncAnswer> reply = calls.sync(agentId(), token, told.request(), Duration.ZERO);
        if (reply instanceof Reply.Refused<SyncAnswer> refused) {
            return refused(refused.refusal());
        }
        answered(told, token, reply);
        return isWaitingAllowed() || reporter.hasResults() ? WaitingRequest.BREATH : restWithNudge(pace.next());
    }

    private boolean isWaitingAllowed() {
        return waiting.isUsed() && !pace.patience().isZero();
    }

    private Duration came(WaitingRequest.Came came) throws InterruptedException {
        if (came.reply() instanceof Reply.Refused<SyncAnswer> refused) {
            return refused(refused.refusal());
        }
        boolean fresh = answered(came.told(), came.token(), came.reply());
        return fresh || !came.early() ? WaitingRequest.BREATH : restWithNudge(pace.next());
    }

    private Duration restWithNudge(Duration time) throws InterruptedException {
        wakeup.rest(time);
        return Duration.ZERO;
    }

    private String agentId() {
        return identity.identity().agentId().orElseThrow();
    }

    /** Returns whether anything new came. */
    private boolean answered(Reporter.Told told, Secret token, Reply<SyncAnswer> reply) {
        pace.went();
        identity.worked(token);
        boolean full = false;
        boolean taken = false;
        if (reply instanceof Reply.Nothing<SyncAnswer> nothing) {
            nothing.rules().ifPresent(pace::told);
        } else if (reply instanceof Reply.Done<SyncAnswer> done) {
            pace.told(done.body().sync());
            full = done.body().full();
            taken = listener.take(done.body());
        }
        reporter.answered(told, full);
        board.connected(server, identity.identity().name().orElse(agentId()));
        return taken;
    }

    private Duration refused(Refusal refusal) {
        waiting.forget();
        reporter.all();
        switch (refusal.status()) {
            case 401 -> {
                if (isFresh()) {
                    return pace.failed(refusal.retryAfter());
                }
                boolean other = identity.token().filter(identity::unknown).isPresent();
                board.is(Standing.Kind.REFUSED, refusal.text());
                tryKeyNext = !other && enrolment.hasKey();
                return other ? Duration.ZERO : pace.slow();
            }
            case 409 -> board.is(refusal.conflict().isPresent() ? Standing.Kind.CONFLICT : Standing.Kind.REFUSED,
                    refusal.text() + refusal.conflict().map(other -> "; the other one runs on \"" + other.otherHost() + "\"")
                            .orElse(""));
            case 410 -> {
                removed();
                return Duration.ZERO;
            }
            case 429, 502, 503, 504 -> {
                board.is(Standing.Kind.UNREACHABLE, refusal.text());
                return pace.failed(refusal.retryAfter());
            }
            default -> board.is(Standing.Kind.REFUSED, refusal.text());
        }
        return pace.slow();
    }

    /** Another server of the same store learns of a new credential a moment later. */
    private boolean isFresh() {
        return enrolledAt.filter(at -> clock.nanoTime() - at < FRESH.toNanos()).isPresent();
    }

    private void removed() {
        identity.keep(identity.identity().takenAway());
        identity.wipe();
        listener.removed();
    }

    /** Best effort: the server finds out by itself, too. */
    private void goodbye() throws InterruptedException {
        Optional<Secret> token = identity.token();
        if (token.isPresent() && board.now().kind() == Standing.Kind.CONNECTED) {
            try {
                calls.sync(agentId(), token.get(), reporter.next(true).request(), Duration.ZERO);
            } catch (PenstockException e) {
                LOG.debug("No goodbye", e);
            }
        }
    }

    /** Says goodbye to the server, if it answers soon. */
    @Override
    public void close() {
        wakeup.stop();
        waiting.close();
        try {
            thread.join(GOODBYE_DEADLINE.toMillis());
            calls.close();
            thread.join(STOP_DEADLINE.toMillis());
        } catch (InterruptedException e) {
            calls.close();
            Thread.currentThread().interrupt();
        }
    }
}
