test(() => {}, 'good');
promise_test(async (t) => {
  Promise.reject(new RangeError('on purpose'));
  await new Promise((resolve) => t.step_timeout(resolve, 20));
}, 'leaves a rejection behind');
