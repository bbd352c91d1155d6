package io.penstock.control.server.http;

/** Whether a request may be answered. */
sealed interface Admission permits Admitted, NotAdmitted {
}
