import { ufunc } from "micronumpy";

export const minimum = ufunc((a: number, b: number) => (a < b ? a : b), { types: ["int32,int32->int32"] });
