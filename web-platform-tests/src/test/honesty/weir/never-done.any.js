test(() => {}, 'done');
async_test(() => {}, 'never done');
promise_test(() => new Promise(() => {}), 'never settled');
promise_test(async () => {}, 'never begun');
