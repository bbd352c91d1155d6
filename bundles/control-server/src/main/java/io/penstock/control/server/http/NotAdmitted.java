package io.penstock.control.server.http;

/** A request that is answered without being heard to its end. */
record NotAdmitted(Answer answer) implements Admission {
}
