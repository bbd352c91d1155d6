package io.penstock.pipes.run;

import io.penstock.core.time.Clock;

/**
 * What the parts of one running pipe share. Immutable.
 *
 * @param progress to be called when something was delivered
 */
record Shared(String pipe, Clock clock, ByteBudget budget, PatientLetters deadLetters, PipeEvents events,
              Runnable progress) {
}
