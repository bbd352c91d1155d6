/** The server as documents: what is there, and making it what they say. */
package io.penstock.control.server.documents;
