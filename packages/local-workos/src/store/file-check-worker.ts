import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { quickCheck } from './file-check.ts';

const db = new DatabaseSync(workerData, { readOnly: true, timeout: 2000 });
const problem = quickCheck(db);
db.close();
parentPort?.postMessage(problem);
