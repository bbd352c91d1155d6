/** Runs the steps of a pipe on the spot, without inputs and outputs: for the tests a pipe carries, and to trace events. */
package io.penstock.pipes.check;
