package io.penstock.control.server.http;

import io.netty.buffer.ByteBuf;
import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.PenstockException;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** One request's body while it comes. The connection's loop only. */
final class IncomingBody {
    private final int most;
    private final BodyBudget budget;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private int taken;

    IncomingBody(int most, BodyBudget budget) {
        this.most = most;
        this.budget = budget;
    }

    /** Takes more. @return why it cannot */
    Optional<PenstockException> add(ByteBuf more) {
        int count = more.readableBytes();
        if (bytes.size() + count > most) {
            return Optional.of(Gzip.tooLarge(most));
        }
        if (!budget.take(count)) {
            return Optional.of(PenstockException.retry(ProblemCode.SERVER_BUSY.code(), "too many bodies are being read", null));
        }
        taken += count;
        byte[] copy = new byte[count];
        more.readBytes(copy);
        bytes.writeBytes(copy);
        return Optional.empty();
    }

    byte[] whole() {
        return bytes.toByteArray();
    }

    /** Its memory is another's. Idempotent. */
    void done() {
        budget.give(taken);
        taken = 0;
        bytes.reset();
    }
}
