/** Enrolling, asking again and again, and what people are told of it. */
package io.penstock.control.client.session;
