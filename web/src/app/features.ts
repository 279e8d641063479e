// What views use of what a browser may lack.
export { clipboard, onEachPicture } from "../media/features";
