// What became of promises. Scripts that need it say META: script=../resources/outcomes.js.
'use strict';

const failure = (promise) => promise.then((value) => `fulfilled: ${value}`, (reason) => reason);
const isTypeError = async (promise, what) => assert_true(await failure(promise) instanceof TypeError, what);
const isFulfilled = async (promise, what) => assert_equals(await failure(promise), 'fulfilled: undefined', what);
const everyTask = () => new Promise((resolve) => setTimeout(resolve, 0));
